# What every compile and link of ours has in common. Warnings are errors: a warning nobody reads is worse than none.
add_library(neove_flags INTERFACE)
target_include_directories(neove_flags INTERFACE ${CMAKE_SOURCE_DIR}/src ${CMAKE_BINARY_DIR}/generated)
target_compile_options(neove_flags INTERFACE
    -Wall -Wextra -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast -Werror -fstack-protector-strong)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 reports false positives through inlined std::string and std::variant code.
    target_compile_options(neove_flags INTERFACE -Wno-maybe-uninitialized -Wno-restrict -Wno-dangling-pointer)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # libstdc++ 12 still uses std::get_temporary_buffer in its own stable_sort.
    target_compile_options(neove_flags INTERFACE -Wno-deprecated-declarations)
endif()
# The same without sanitizers, for executables that lock themselves (src/worker): AddressSanitizer reserves terabytes
# of address space and makes calls of its own, so neither RLIMIT_AS nor the seccomp list would hold under it.
get_target_property(neove_options neove_flags INTERFACE_COMPILE_OPTIONS)
get_target_property(neove_includes neove_flags INTERFACE_INCLUDE_DIRECTORIES)
add_library(neove_plain_flags INTERFACE)
target_include_directories(neove_plain_flags INTERFACE ${neove_includes})
target_compile_options(neove_plain_flags INTERFACE ${neove_options} -fPIE -fcf-protection)
target_link_options(neove_plain_flags INTERFACE -pie -Wl,-z,relro,-z,now)
if(NEOVE_SANITIZE)
    target_compile_options(neove_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
    target_link_options(neove_flags INTERFACE -fsanitize=address,undefined)
endif()
if(NEOVE_FUZZ)
    # Without this on the code under test libFuzzer sees no coverage and never finds a second input.
    target_compile_options(neove_flags INTERFACE -fsanitize=fuzzer-no-link)
    target_link_options(neove_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

find_program(CCACHE ccache)
if(CCACHE)
    # Paths are cached relative to the source folder, so a second clone or work tree compiles nothing anew.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_link_options(-fuse-ld=mold)
endif()
