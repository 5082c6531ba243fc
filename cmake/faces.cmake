# The faces that tools/pages built: their files go into the program as they are. Where they were not
# built, the program has none, and serves the interface alone.
enable_language(ASM)
set(SANBAO_PAGES ${PROJECT_SOURCE_DIR}/build/pages CACHE PATH "What tools/pages made")
if(EXISTS ${SANBAO_PAGES}/embedded/pages_table.c)
    file(GLOB_RECURSE files ${SANBAO_PAGES}/embedded/*)
    set_source_files_properties(${SANBAO_PAGES}/embedded/pages_bytes.S PROPERTIES
        OBJECT_DEPENDS "${files}" INCLUDE_DIRECTORIES ${SANBAO_PAGES}/embedded)
    target_sources(sanbao_core PRIVATE
        ${SANBAO_PAGES}/embedded/pages_table.c ${SANBAO_PAGES}/embedded/pages_bytes.S)
else()
    file(WRITE ${GENERATED}/pages_none.c
        "#include \"pages/pages.h\"\n"
        "const struct page pages_table[1];\nconst size_t pages_count = 0;\n")
    target_sources(sanbao_core PRIVATE ${GENERATED}/pages_none.c)
endif()
