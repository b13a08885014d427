# What nearly every file includes, compiled once: two thirds of the time of a build went into these headers.
# Only headers of libraries, never our own, so that a change of ours does not rebuild the world.
set(newel_precompiled <algorithm> <chrono> <functional> <map> <memory> <optional> <string> <string_view> <vector>
  <fmt/core.h> <boost/json/array.hpp> <boost/json/object.hpp> <boost/json/value.hpp> <tl/expected.hpp>)

# newel_precompile(<target> [REUSE <target>] [HEADERS <more>])
function(newel_precompile target)
  cmake_parse_arguments(ARG "" "REUSE" "HEADERS" ${ARGN})
  if(ARG_REUSE)
    target_precompile_headers(${target} REUSE_FROM ${ARG_REUSE})
  else()
    target_precompile_headers(${target} PRIVATE ${newel_precompiled} ${ARG_HEADERS})
  endif()
endfunction()

# newel_library(<folder> DEPS <folders below> EXTERNAL <imported targets> INCLUDES <directories>)
# One static library per folder of src/, holding every .cpp below it.
function(newel_library folder)
  cmake_parse_arguments(ARG "" "" "DEPS;EXTERNAL;INCLUDES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${folder}/*.cpp)
  set(target newel_${folder})
  if(NOT sources)  # headers only: an empty source keeps it an ordinary library
    set(sources ${CMAKE_BINARY_DIR}/empty.cpp)
    if(NOT EXISTS ${sources})
      file(WRITE ${sources} "")
    endif()
  endif()
  add_library(${target} STATIC ${sources})
  set(scope PUBLIC)
  target_include_directories(${target} ${scope} ${CMAKE_SOURCE_DIR}/src ${ARG_INCLUDES})
  foreach(dep IN LISTS ARG_DEPS)
    target_link_libraries(${target} ${scope} newel_${dep})
  endforeach()
  target_link_libraries(${target} ${scope} ${ARG_EXTERNAL})
  if(folder STREQUAL "base")
    newel_precompile(${target})
  else()
    newel_precompile(${target} REUSE newel_base)
  endif()
endfunction()

# What is tested is optimised, the tests need not be: that would be a third of the time of a build.
set(newel_test_options -O0 -U_FORTIFY_SOURCE)

# newel_tests(<folder> DEPS <folders>): one GoogleTest program from tests/<folder>/*_test.cpp.
function(newel_tests folder)
  cmake_parse_arguments(ARG "" "" "DEPS;EXTERNAL;LABELS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${folder}/*_test.cpp)
  if(NOT sources)
    return()
  endif()
  set(target test_${folder})
  add_executable(${target} ${sources})
  newel_precompile(${target} REUSE test_precompiled)
  target_compile_options(${target} PRIVATE ${newel_test_options})
  foreach(dep IN LISTS ARG_DEPS)
    target_link_libraries(${target} PRIVATE newel_${dep})
  endforeach()
  target_link_libraries(${target} PRIVATE ${ARG_EXTERNAL} GTest::gtest GTest::gmock GTest::gtest_main)
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(${target} PRIVATE
    NEWEL_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data" NEWEL_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
    NEWEL_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
  add_test(NAME ${folder} COMMAND ${target} --gtest_brief=1)
  set_tests_properties(${folder} PROPERTIES LABELS "unit;${ARG_LABELS}" TIMEOUT 600)
  # What ThreadSanitizer has to see is built on its own: the rest would only cost time there.
  if(threads IN_LIST ARG_LABELS)
    if(NOT TARGET threaded_tests)
      add_custom_target(threaded_tests)
    endif()
    add_dependencies(threaded_tests ${target})
  endif()
endfunction()
