@ECHO OFF
REM Starts the program on Windows: what bin/fitact does, in its simplest form. It needs a JDK 25 or later in JAVA_HOME or on the
REM PATH. It builds once for each commit; after a change that is not committed remove fitact\app\target\app-windows.
REM FITACT_JAVA_OPTS and FITACT_CLASSPATH are as there; "java", "jshell", "bundle", --spark and --parquet are not.
SETLOCAL
FOR %%I IN ("%~dp0..") DO SET "ROOT=%%~fI"
SET "COMMIT=unknown"
FOR /F "delims=" %%C IN ('git -C "%ROOT%" rev-parse "--short=12" HEAD 2^>NUL') DO SET "COMMIT=%%C"
SET "APP=%ROOT%\fitact\app\target\app-windows\%COMMIT%"
IF EXIST "%APP%\complete" GOTO start
ECHO fitact: building ... 1>&2
PUSHD "%ROOT%"
CALL mvnw.cmd -q -B -ntp -P launcher -pl bench -am -DskipTests "-Dlauncher.app=%APP%" package 1>&2
SET "CODE=%ERRORLEVEL%"
POPD
IF NOT "%CODE%"=="0" (
  ECHO fitact: the build failed, see above 1>&2
  EXIT /B 1
)
ECHO %COMMIT% >"%APP%\complete"
:start
SET "JAVA=java"
IF DEFINED JAVA_HOME SET "JAVA=%JAVA_HOME%\bin\java"
SET "LIBRARIES=%APP%\*"
IF DEFINED FITACT_CLASSPATH SET "LIBRARIES=%LIBRARIES%;%FITACT_CLASSPATH%"
"%JAVA%" --add-modules=jdk.incubator.vector "@%ROOT%\bin\jvm.args" "-Dfitact.commit=%COMMIT%" %FITACT_JAVA_OPTS% -cp "%LIBRARIES%" org.fitact.cli.Main %*
