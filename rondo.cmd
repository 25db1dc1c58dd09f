@echo off
rem Runs the command line of Rondo from this source tree on Windows, and builds it first where it was not built.
rem
rem   RONDO_JAVA_HOME   the JDK to run on, 25 or later (otherwise JAVA_HOME, or the java on the PATH)
rem   RONDO_JAVA_OPTS   further options for the JVM, separated by spaces; one that names a collector (-XX:+UseG1GC) replaces ours
rem   RONDO_CLASSPATH   further jars, for backends and cells of your own, separated by semicolons
rem
rem It has been tried with Wine only. Unlike `rondo` it does not see that sources have changed: build again with Maven, or delete
rem cli\target. It knows no TornadoVM and keeps no archive of classes. A test compares the options with those of `rondo`.
setlocal DisableDelayedExpansion
set "root=%~dp0"
set "target=%root%cli\target"

rem --- The JDK
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
if defined RONDO_JAVA_HOME set "java=%RONDO_JAVA_HOME%\bin\java"
"%java%" --list-modules 2>nul | findstr /r /b /c:"jdk.incubator.vector@2[5-9]" /c:"jdk.incubator.vector@[3-9][0-9]" >nul
if errorlevel 1 (
    echo rondo: no JDK 25 or later with the module jdk.incubator.vector was found. 1>&2
    echo        Install one and set RONDO_JAVA_HOME or JAVA_HOME to its directory. 1>&2
    exit /b 1
)

rem --- The build
if exist "%target%\rondo.stamp" goto built
echo Building Rondo (first run, about a minute) ... 1>&2
pushd "%root%"
call mvn -B -q -Dmaven.test.skip=true -pl cli -am package 1>&2
popd
if not exist "%target%\rondo.stamp" (
    echo rondo: the build failed. It needs Maven 3.8.1 or later ^(mvn^) on the PATH. 1>&2
    exit /b 1
)
:built

rem --- The class path: the file has the jars with / and with colons between
set "jars="
for /f "usebackq delims=" %%l in ("%target%\rondo.classpath") do set "jars=%%l"
set "jars=%jars::=;%"
call set "jars=%%jars:lib/=%target%\lib\%%"
set "CLASSPATH=%target%\rondo-cli.jar;%jars%"
if defined RONDO_CLASSPATH set "CLASSPATH=%CLASSPATH%;%RONDO_CLASSPATH%"

rem --- The options of the JVM
set "options=--enable-native-access=ALL-UNNAMED"
set "options=%options% -Djava.awt.headless=true"
set "options=%options% -Xlog:disable"
set "options=%options% -Xlog:all=warning:stderr"
set "options=%options% -Xlog:cds*=off:stderr"
set "options=%options% -Xlog:aot*=off:stderr"
set "options=%options% --add-modules jdk.incubator.vector"
set "collector=-XX:+UseSerialGC -Xmn24m"
rem Java refuses two collectors.
echo "%RONDO_JAVA_OPTS% %JAVA_TOOL_OPTIONS% %JDK_JAVA_OPTIONS%" | findstr /r /c:"-XX:+Use.*GC" >nul
if not errorlevel 1 set "collector="

"%java%" %options% %collector% %RONDO_JAVA_OPTS% dev.rondo.cli.Main %*
exit /b %errorlevel%
