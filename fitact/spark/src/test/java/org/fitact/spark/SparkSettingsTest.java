package org.fitact.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkSettingsTest {

    @Test
    void executorsHaveTheFlagsOfThisJvmButForItsMemory() {
        assertEquals(
                "--add-modules=jdk.incubator.vector -XX:ObjectAlignmentInBytes=64"
                        + " -XX:CompileCommand=inline,org.fitact.tensor.backend.simd.run.Lanes::*",
                SparkSettings.flags(List.of(
                        "--add-modules=jdk.incubator.vector",
                        "-Xmx4g",
                        "-XX:MaxRAMPercentage=60",
                        "-Dfitact.commit=abc",
                        "-XX:ObjectAlignmentInBytes=64",
                        "-XX:CompileCommand=inline,org.fitact.tensor.backend.simd.run.Lanes::*")));
    }

    @Test
    void executorsHaveTheProgramsJarsAndTheUsers() {
        String classPath = String.join(
                File.pathSeparator,
                "/app/fitact-core-1.jar",
                "/app/fitact-app-1.jar",
                "/app/spark-core_2.13-4.jar",
                "/app/fitact-spark-1.jar",
                "/classes");
        assertEquals(
                "file:///app/fitact-core-1.jar,file:///app/fitact-spark-1.jar,file:///own/my%20scheme.jar",
                SparkSettings.jars(classPath, "/own/my scheme.jar" + File.pathSeparator + "/own/classes"));
        assertEquals("", SparkSettings.jars("/classes", null));
    }

    @Test
    void pluginsOfTheUserStayBesideTheProgramsOwn() {
        String own = AttemptsPlugin.class.getName();
        assertEquals(own, SparkSettings.of("local").get("spark.plugins"));
        System.setProperty("spark.plugins", "org.example.Metrics");
        try {
            assertEquals(own + ",org.example.Metrics", SparkSettings.of("local").get("spark.plugins"));
        } finally {
            System.clearProperty("spark.plugins");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost:7077", "spark:/host:7077", "local[]"})
    void whatIsNoMasterIsRefused(String address) {
        String message = assertThrows(IllegalArgumentException.class, () -> new SparkProvider().open(address))
                .getMessage();
        assertTrue(message.startsWith("expected local[N], spark://HOST:PORT"), message);
    }
}
