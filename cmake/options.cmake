# Compiler options and libraries that every room shares.
find_package(PkgConfig REQUIRED)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(OPENSSL REQUIRED IMPORTED_TARGET libcrypto)
pkg_check_modules(PROTOBUFC REQUIRED IMPORTED_TARGET libprotobuf-c)
pkg_check_modules(JSONC REQUIRED IMPORTED_TARGET json-c)
pkg_check_modules(ISAL REQUIRED IMPORTED_TARGET libisal)
pkg_check_modules(PANGOCAIRO REQUIRED IMPORTED_TARGET pangocairo cairo-pdf)
pkg_check_modules(QRENCODE REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(ZIP REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(MHD REQUIRED IMPORTED_TARGET libmicrohttpd)
pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
find_package(Threads REQUIRED)

add_library(sanbao_options INTERFACE)
target_compile_options(sanbao_options INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes
    -Wvla -Wformat=2 -Werror -fno-common
    $<$<C_COMPILER_ID:GNU>:-Wno-format-truncation>
    # What clang means by these more than gcc does.
    $<$<C_COMPILER_ID:Clang>:-Wno-sign-conversion> $<$<C_COMPILER_ID:Clang>:-Wno-string-conversion>
    $<$<C_COMPILER_ID:Clang>:-Wno-missing-field-initializers>)
target_compile_definitions(sanbao_options INTERFACE _GNU_SOURCE)
target_include_directories(sanbao_options INTERFACE
    ${PROJECT_SOURCE_DIR}/src ${PROJECT_BINARY_DIR}/generated)

# What makes an attack on the program harder; the sanitizers have their own means.
if(NOT SANBAO_SANITIZE)
    # PIE and not PIC, which would keep functions of one file from being inlined.
    add_compile_options(-fPIE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong
                        -fstack-clash-protection)
    if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|i.86")
        add_compile_options(-fcf-protection=full)
    elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64")
        add_compile_options(-mbranch-protection=standard)
    endif()
    add_link_options(-pie LINKER:-z,relro,-z,now,-z,noexecstack)
endif()
if(SANBAO_BUNDLE) # where a package was built is nobody's business
    add_compile_options(-ffile-prefix-map=${PROJECT_SOURCE_DIR}=.)
endif()

if(SANBAO_SANITIZE)
    add_compile_options(-fsanitize=${SANBAO_SANITIZE} -fno-omit-frame-pointer
                        -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${SANBAO_SANITIZE})
endif()
if(SANBAO_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link) # lets libFuzzer see which code an input reaches
endif()
