# What is made at build time: C code for the protobuf messages, and the migrations as C arrays.
set(GENERATED ${PROJECT_BINARY_DIR}/generated)
file(MAKE_DIRECTORY ${GENERATED}/wire ${GENERATED}/migrations)

function(sanbao_proto name)
    add_custom_command(
        OUTPUT ${GENERATED}/wire/${name}.pb-c.c ${GENERATED}/wire/${name}.pb-c.h
        COMMAND protoc-c --c_out=${GENERATED}/wire --proto_path=${PROJECT_SOURCE_DIR}/proto
                ${name}.proto
        DEPENDS ${PROJECT_SOURCE_DIR}/proto/${name}.proto)
    # Generated code is not held to our warnings.
    set_source_files_properties(${GENERATED}/wire/${name}.pb-c.c PROPERTIES COMPILE_OPTIONS "-w")
    target_sources(sanbao_core PRIVATE ${GENERATED}/wire/${name}.pb-c.c)
    set_property(GLOBAL APPEND PROPERTY SANBAO_GENERATED ${GENERATED}/wire/${name}.pb-c.h)
endfunction()

function(sanbao_migrations name)
    file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/migrations/${name}/*.sql)
    add_custom_command(
        OUTPUT ${GENERATED}/migrations/${name}.c
        COMMAND sh ${PROJECT_SOURCE_DIR}/tools/embed_migrations ${name} ${files}
                > ${GENERATED}/migrations/${name}.c
        DEPENDS ${files} ${PROJECT_SOURCE_DIR}/tools/embed_migrations
        VERBATIM)
    # A migration is one string, however long.
    set_source_files_properties(${GENERATED}/migrations/${name}.c PROPERTIES
        COMPILE_OPTIONS "-Wno-overlength-strings")
    target_sources(sanbao_core PRIVATE ${GENERATED}/migrations/${name}.c)
endfunction()

sanbao_proto(operation)
sanbao_proto(private)
sanbao_migrations(books)
sanbao_migrations(people)
sanbao_migrations(keys)
get_property(generated_headers GLOBAL PROPERTY SANBAO_GENERATED)
add_custom_target(sanbao_generated DEPENDS ${generated_headers})
add_dependencies(sanbao_core sanbao_generated)
