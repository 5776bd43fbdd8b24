# SPDX-License-Identifier: Apache-2.0
# Warnings, hardening and sanitizers, in one interface target that every room links.
add_library(counter_flags INTERFACE)
target_compile_features(counter_flags INTERFACE cxx_std_20)
target_include_directories(counter_flags INTERFACE ${CMAKE_SOURCE_DIR})
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)

target_compile_options(counter_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor
  -ffile-prefix-map=${CMAKE_SOURCE_DIR}/= $<$<BOOL:${THRONG_DEV}>:-Werror>)

if(THRONG_SANITIZE)
  target_compile_options(counter_flags INTERFACE
    -fsanitize=${THRONG_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_definitions(counter_flags INTERFACE THRONG_UNSAFE_BUILD)
  target_link_options(counter_flags INTERFACE -fsanitize=${THRONG_SANITIZE})
else()
  target_compile_options(counter_flags INTERFACE -fstack-protector-strong -fcf-protection)
  target_compile_definitions(counter_flags INTERFACE
    _GLIBCXX_ASSERTIONS $<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2>)
  target_link_options(counter_flags INTERFACE -pie -Wl,-z,relro -Wl,-z,now)
endif()
target_link_options(counter_flags INTERFACE -Wl,--as-needed)

# The same compile again costs nothing where ccache is installed.
find_program(THRONG_CCACHE ccache)
if(THRONG_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER  # which has to be told that precompiled headers are no danger
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${THRONG_CCACHE})
endif()

if(THRONG_TIDY)
  find_program(THRONG_CLANG_TIDY NAMES clang-tidy-14 clang-tidy REQUIRED)
endif()
if(THRONG_FUZZ)
  # In all rooms: libFuzzer learns from the branches that it sees, and must see those it is to try.
  target_compile_options(counter_flags INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(counter_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
