# SPDX-License-Identifier: Apache-2.0
# counter_room(): makes a room's library and tests, and refuses a room that comes later in the data flow.
#
#   counter_room(door
#     USES base site           # rooms that stand above this one in CMakeLists.txt
#     FOREIGN Eigen3::Eigen    # libraries that only this room may see
#     HEADERS tally.h pipe.h   # each must compile alone: by its source file, or by a file made for it
#     SOURCES pipe.cc
#     TESTS pipe_test.cc       # ctest name: door/pipe_test
#     BENCHES pipe_bench.cc    # ctest name: door/pipe_bench, label bench, one iteration
#     FUZZ pipe_fuzz.cc)       # ctest name: door/pipe_fuzz, replays corpus/pipe_fuzz/
function(counter_room NAME)
  cmake_parse_arguments(ROOM "" "" "USES;FOREIGN;HEADERS;SOURCES;TESTS;BENCHES;FUZZ" ${ARGN})
  get_property(rooms_above GLOBAL PROPERTY COUNTER_ROOMS)
  foreach(used IN LISTS ROOM_USES)
    if(NOT used IN_LIST rooms_above)
      message(FATAL_ERROR
        "counter/${NAME} uses counter/${used}, which comes later in the data flow (or does not "
        "exist). A room may use only rooms that stand above it in CMakeLists.txt.")
    endif()
    if(used STREQUAL "eye" AND NOT NAME STREQUAL "apps")
      message(FATAL_ERROR "counter/${NAME} uses counter/eye: nobody looks into the eye.")
    endif()
  endforeach()
  set_property(GLOBAL APPEND PROPERTY COUNTER_ROOMS ${NAME})

  set(target counter_${NAME})
  list(TRANSFORM ROOM_USES PREPEND counter_ OUTPUT_VARIABLE used_targets)
  if(ROOM_SOURCES)
    add_library(${target} STATIC ${ROOM_SOURCES})
    target_link_libraries(${target} PUBLIC counter_flags ${used_targets} PRIVATE ${ROOM_FOREIGN})
    counter_tidy(${target})
  else()
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE counter_flags ${used_targets})
  endif()
  if(NOT THRONG_TESTS)
    return()
  endif()
  foreach(header IN LISTS ROOM_HEADERS)
    string(REGEX REPLACE "[.]h$" ".cc" source ${header})
    if(source IN_LIST ROOM_SOURCES)  # it includes its own header first: tests/layout sees to that
      continue()
    endif()
    string(MAKE_C_IDENTIFIER ${header} stem)
    set(alone ${CMAKE_CURRENT_BINARY_DIR}/alone/${stem}.cc)
    file(CONFIGURE OUTPUT ${alone} CONTENT "#include \"counter/${NAME}/${header}\"\n")
    list(APPEND alone_sources ${alone})
  endforeach()
  if(alone_sources)
    add_library(${target}_headers OBJECT ${alone_sources})
    target_link_libraries(${target}_headers PRIVATE ${target} ${ROOM_FOREIGN})
  endif()
  foreach(source IN LISTS ROOM_TESTS)
    counter_test(${NAME} ${source} ${target} ${ROOM_FOREIGN})
  endforeach()
  foreach(source IN LISTS ROOM_BENCHES)
    get_filename_component(stem ${source} NAME_WE)
    add_executable(${NAME}_${stem} ${source})
    target_link_libraries(${NAME}_${stem} PRIVATE
      ${target} ${ROOM_FOREIGN} benchmark::benchmark_main)
    add_test(NAME ${NAME}/${stem} COMMAND ${NAME}_${stem} --benchmark_min_time=0)
    set_tests_properties(${NAME}/${stem} PROPERTIES LABELS bench)
  endforeach()
  foreach(source IN LISTS ROOM_FUZZ)
    counter_fuzz(${NAME} ${source} ${target} ${ROOM_FOREIGN})
  endforeach()
  if(ROOM_FUZZ AND THRONG_FUZZ)  # libFuzzer tries blindly what it does not see
    add_test(NAME ${NAME}/fuzz_sees_the_room
      COMMAND sh -c "${CMAKE_OBJDUMP} -h $<TARGET_FILE:${target}> | grep -q sancov_cntrs")
    set_tests_properties(${NAME}/fuzz_sees_the_room PROPERTIES LABELS fuzz)
  endif()
endfunction()

# How tests are compiled, and GoogleTest's headers, read once for all of them.
function(counter_test_flags TARGET)
  target_link_libraries(${TARGET} PRIVATE counter_flags GTest::gtest_main GTest::gmock)
  target_compile_options(${TARGET} PRIVATE -pthread)  # as some libraries want: all tests or none
  if(NOT THRONG_SANITIZE)  # with it, GCC 12 warns at -O1 of what cannot happen
    target_compile_options(${TARGET} PRIVATE -O1)  # compiling takes longer than running
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      # Precompiled, the library's own headers are not spared what GCC 12 takes for mistakes in strings
      # (its bugs 105329 and 105651).
      target_compile_options(${TARGET} PRIVATE
        -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
    endif()
  endif()
endfunction()
if(THRONG_TESTS)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/googletest_headers.cc CONTENT "")
  add_executable(counter_googletest ${CMAKE_BINARY_DIR}/googletest_headers.cc)  # as tests are
  counter_test_flags(counter_googletest)
  target_precompile_headers(counter_googletest PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
endif()

# One GoogleTest program, ctest name ROOM/STEM.
function(counter_test ROOM SOURCE)
  get_filename_component(stem ${SOURCE} NAME_WE)
  add_executable(${ROOM}_${stem} ${SOURCE})
  target_link_libraries(${ROOM}_${stem} PRIVATE ${ARGN})
  counter_test_flags(${ROOM}_${stem})
  target_precompile_headers(${ROOM}_${stem} REUSE_FROM counter_googletest)
  add_test(NAME ${ROOM}/${stem} COMMAND ${ROOM}_${stem})
endfunction()

# One fuzz target. Without libFuzzer it is built with a main that replays the corpus, so it cannot rot.
function(counter_fuzz ROOM SOURCE)
  get_filename_component(stem ${SOURCE} NAME_WE)
  set(corpus ${CMAKE_CURRENT_SOURCE_DIR}/corpus/${stem})
  if(THRONG_FUZZ)
    add_executable(${ROOM}_${stem} ${SOURCE})
    target_link_options(${ROOM}_${stem} PRIVATE -fsanitize=fuzzer)
    add_test(NAME ${ROOM}/${stem}
      COMMAND ${ROOM}_${stem} -max_total_time=60 -timeout=10 ${CMAKE_CURRENT_BINARY_DIR} ${corpus})
  else()
    add_executable(${ROOM}_${stem} ${SOURCE} ${CMAKE_SOURCE_DIR}/counter/cmake/replay_main.cc)
    add_test(NAME ${ROOM}/${stem} COMMAND ${ROOM}_${stem} ${corpus})
  endif()
  target_link_libraries(${ROOM}_${stem} PRIVATE ${ARGN} counter_flags)
  set_tests_properties(${ROOM}/${stem} PROPERTIES LABELS fuzz)
endfunction()

# clang-tidy reads all sources of TARGET as one file, so that it reads a header once and not with each
# of them: a third of the time. So two of them cannot give one name to two things, not even in a
# namespace without a name. It begins when they have been compiled, and anew whenever one was.
function(counter_tidy TARGET)
  if(NOT THRONG_TIDY)
    return()
  endif()
  get_target_property(sources ${TARGET} SOURCES)
  foreach(source IN LISTS sources)
    cmake_path(ABSOLUTE_PATH source)
    string(APPEND includes "#include \"${source}\"  // NOLINT(bugprone-suspicious-include)\n")
  endforeach()
  set(whole ${CMAKE_CURRENT_BINARY_DIR}/tidy/${TARGET}.cc)
  file(CONFIGURE OUTPUT ${whole} CONTENT "${includes}")
  add_library(${TARGET}_whole OBJECT EXCLUDE_FROM_ALL ${whole})  # never built: its flags are wanted
  target_link_libraries(${TARGET}_whole PRIVATE $<TARGET_PROPERTY:${TARGET},LINK_LIBRARIES>)
  target_compile_definitions(${TARGET}_whole PRIVATE $<TARGET_PROPERTY:${TARGET},COMPILE_DEFINITIONS>)
  set_target_properties(${TARGET}_whole PROPERTIES EXPORT_COMPILE_COMMANDS ON CXX_COMPILER_LAUNCHER "")

  # The analyzer takes most of the time, so it looks where bytes come in that somebody else wrote. It
  # passes over what is included, unless it is told not to.
  if("${TARGET}" MATCHES "^counter_(door|eye)$")
    set(analyzer --extra-arg=-Xclang --extra-arg=-analyzer-opt-analyze-headers)
  else()
    set(analyzer --checks=-clang-analyzer-*)
  endif()
  set(rules ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../../.clang-tidy)
  set(stamp ${CMAKE_CURRENT_BINARY_DIR}/tidy/${TARGET}.stamp)
  add_custom_command(OUTPUT ${stamp}
    COMMAND ${THRONG_CLANG_TIDY} --quiet -p ${CMAKE_BINARY_DIR} --config-file=${rules} ${analyzer}
      --extra-arg=-Wno-unknown-warning-option --extra-arg=-Wno-shadow  # GCC finds it in each alone
      ${whole}
    COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
    DEPENDS ${whole} ${rules} $<TARGET_OBJECTS:${TARGET}>
    COMMENT "clang-tidy ${TARGET}" VERBATIM)
  add_custom_target(${TARGET}_tidy ALL DEPENDS ${stamp})
endfunction()
