-- The build. Written for premake5 (`premake5 gmake`); Debian's premake4 reads it too
-- (`premake4 --file=premake5.lua gmake`) through the few names given next.
local premake4 = workspace == nil
if premake4 then
  workspace = solution
  function filter(term)
    configuration(type(term) == "string" and term:gsub("^configurations:", "") or {})
  end
  function symbols() flags { "Symbols" } end
end

-- Flags come from pkg-config, sorted into what premake knows: folders, libraries, the rest.
local function use(packages, what)
  local pipe = io.popen("pkg-config " .. (what or "--cflags --libs") .. " " .. packages)
  for flag in pipe:read("*a"):gmatch("%S+") do
    local kind, value = flag:match("^%-([ILl])(.+)")
    if kind == "I" then buildoptions { "-isystem " .. value }
    elseif kind == "L" then libdirs { value }
    elseif kind == "l" then links { value }
    else buildoptions { flag } end
  end
  pipe:close()
end

-- Where in a line of the cache the loop of Lua's instructions and its calls begin is worth a sixth of
-- a script's speed, and any change to the program would move them: they are given places that stay,
-- the fastest of those tried (the loop sixteen bytes further).
local function lined_up(archive)
  local made = os.execute(([[
    exec 2>/dev/null
    mkdir -p build && cd build && ar p '%s' lvm.o >lvm.o && ar p '%s' ldo.o >ldo.o &&
      printf '.text\n.fill 16\n.section .note.GNU-stack,"",%%%%progbits\n' | as -o gap.o - &&
      ld -r -o loop.o gap.o lvm.o && objcopy --set-section-alignment .text=64 loop.o &&
      objcopy --set-section-alignment .text=64 ldo.o]]):format(archive, archive))
  local folder = os.getcwd() .. "/build/"
  return (made == true or made == 0) and folder .. "loop.o " .. folder .. "ldo.o" or ""
end

-- Lua itself. Linked in it runs scripts a sixth faster than as a shared library; C modules of trusted
-- scripts then find its functions in the program.
local function use_lua()
  local pipe = io.popen "pkg-config --variable=libdir lua5.4"
  local archive = (pipe:read "*l" or "") .. "/liblua5.4.a"
  pipe:close()
  if not os.isfile(archive) then return use "lua5.4" end
  use("lua5.4", "--cflags")
  linkoptions { lined_up(archive), archive, "-Wl,--export-dynamic-symbol=lua*" }
end

local warnings = { "-Wall", "-Wextra", "-Wshadow", "-Wconversion" }
-- The same bits from every compiler: no contraction to fused multiply-add, no fast-math. Nothing
-- asks for the processor's floating point traps: without them more loops become vectors.
local same_bits = { "-ffp-contract=off", "-fno-trapping-math" }

workspace "dunwu"
  configurations { "release", "debug", "sanitize" }
  location "build"

local function common(kind_of_target)
  kind(kind_of_target)
  language "C"
  location "build"
  includedirs { "core" }
  defines { "_GNU_SOURCE" }
  buildoptions { "-std=c11", "-fPIC", "-fvisibility=hidden", "-fopenmp" }
  buildoptions(warnings)
  buildoptions(same_bits)
  linkoptions { "-fopenmp" }
  for _, name in ipairs { "release", "debug", "sanitize" } do
    filter("configurations:" .. name)
    targetdir("build/" .. name)
    objdir("build/objects")
  end
  filter "configurations:release"
  buildoptions { "-O2", "-g" }
  symbols "On"
  filter "configurations:debug"
  buildoptions { "-O0" }
  symbols "On"
  filter "configurations:sanitize"
  buildoptions { "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=undefined",
                 "-fno-omit-frame-pointer" }
  linkoptions { "-fsanitize=address,undefined" }
  symbols "On"
  filter {}
end

-- All of dunwu that knows no Lua: a library for C programs, too.
project "core"
  common "StaticLib"
  files { "core/base/*.c", "core/random/*.c", "core/array/*.c", "core/stats/*.c", "core/sim/*.c",
          "core/plot/*.c", "core/data/*.c" }
  use "gsl libRmath pangocairo pangoft2 fontconfig libpng zlib libcjson"

-- Layout and paint, loaded when the first figure is drawn: pango and its forty libraries would
-- cost every `dunwu --version` four times the rest of its start.
project "painter"
  common "SharedLib"
  targetprefix ""
  files { "core/plot/module/*.c" }
  links { "core" }
  use "gsl libRmath pangocairo pangoft2 fontconfig libpng zlib libcjson"
  links { "m" }

-- Editing of lines at the prompt of `dunwu repl`, loaded by that verb alone.
project "editor"
  common "SharedLib"
  targetprefix ""
  files { "core/app/module/*.c" }
  use "readline"

project "dunwu"
  common "ConsoleApp"
  files { "core/lua/*.c", "core/app/*.c" }
  links { "core" }
  use_lua()
  use "gsl libRmath libcjson"
  use "libseccomp" -- without it the system refuses scripts less
  use("pangocairo libpng", "--cflags") -- for --version
  links { "csv", "m", "dl" }

project "core_tests"
  common "ConsoleApp"
  files { "tests/core/*.c" }
  links { "core" }
  use "gsl libRmath pangocairo pangoft2 fontconfig libpng zlib libcjson cmocka"
  links { "csv", "m" }

project "child_test"
  common "ConsoleApp"
  files { "tests/app/child_test.c", "core/app/child.c", "core/app/confine.c",
          "core/app/folders_lock.c", "core/app/calls_lock.c" }
  links { "core" }
  use "gsl lua5.4 libcjson"
  use "libseccomp"
  links { "m" }

project "check_png"
  common "ConsoleApp"
  files { "tests/tools/check_png.c" }
  use "libpng"

project "older_kernel"
  common "ConsoleApp"
  files { "tests/tools/older_kernel.c" }
  use "libseccomp"

project "typist"
  common "ConsoleApp"
  files { "tests/tools/typist.c" }
  links { "util" }

project "compare_png"
  common "ConsoleApp"
  files { "tests/tools/compare_png.c" }
  use "libpng"
  links { "m" }

project "check_layout"
  common "ConsoleApp"
  files { "tests/tools/check_layout.c" }
  links { "core" }
  use "gsl pangocairo pangoft2 fontconfig libpng zlib libcjson"
  links { "m" }
