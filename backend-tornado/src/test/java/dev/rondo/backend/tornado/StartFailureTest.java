package dev.rondo.backend.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * What drivers throw, put together as it was seen with TornadoVM 5.2.0, and what it is told as; the
 * real thing was tried by hand (docs/reference/tornadovm-errors.md).
 */
class StartFailureTest {
    private static String told(Throwable root, String... frames) {
        StackTraceElement[] trace = new StackTraceElement[frames.length];
        for (int i = 0; i < frames.length; i++) {
            String name = "uk.ac.manchester.tornado." + frames[i];
            trace[i] = new StackTraceElement(name, "<clinit>", "Some.java", 1);
        }
        root.setStackTrace(trace);
        var why =
                StartFailure.explain(
                        new RuntimeException("outer", new ExceptionInInitializerError(root)));
        return why.reason() + " | " + why.remedy();
    }

    @Test
    void aNativeLibraryIsMissing() {
        var hidden = new RuntimeException("[ERROR] OpenCL JNI Library not found");
        assertThat(told(hidden, "drivers.opencl.OpenCL", "runtime.TornadoCoreRuntime"))
                .contains("driver opencl is missing", System.mapLibraryName("tornado-opencl"));
        var plain = new UnsatisfiedLinkError("no tornado-ptx in java.library.path");
        assertThat(told(plain, "drivers.ptx.PTX"))
                .contains("driver ptx is missing", "tornado-drivers-ptx-");
    }

    @Test
    void thereIsNoPlatform() {
        var none =
                new RuntimeException(
                        "[WARNING] No OpenCL platforms found. Deoptimizing to sequential execution.");
        assertThat(told(none, "drivers.opencl.OCLBackendImpl"))
                .contains(
                        "driver opencl of TornadoVM finds no device", "pocl-opencl-icd", "clinfo");
        var card = new RuntimeException("[WARNING] No PTX devices found.");
        assertThat(told(card, "drivers.ptx.PTXBackendImpl"))
                .contains("driver ptx of TornadoVM finds no device", "nvidia-smi");
    }

    @Test
    void jvmciIsOff() {
        assertThat(told(new InternalError("JVMCI is not enabled."), "runtime.TornadoCoreRuntime"))
                .contains("Java runs without JVMCI", "whole argument file");
    }

    @Test
    void assertionsAreOn() {
        var gone = new NoSuchMethodError("jdk.internal.misc.Unsafe.getObject(Ljava/lang/Object;J)");
        assertThat(told(gone, "drivers.opencl.OCLBackendImpl"))
                .contains("checks itself against this JDK", "without -ea");
    }

    @Test
    void anythingElseIsToldWithItsDriver() {
        assertThat(told(new IllegalAccessError("no export"), "drivers.common.X", "drivers.cuda.Y"))
                .contains(
                        "driver cuda of TornadoVM does not start: no export",
                        "take the driver out");
        assertThat(told(new IllegalStateException(), "runtime.TornadoCoreRuntime"))
                .contains("TornadoVM does not start: java.lang.IllegalStateException");
    }
}
