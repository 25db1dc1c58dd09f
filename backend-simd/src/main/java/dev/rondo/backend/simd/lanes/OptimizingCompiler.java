package dev.rondo.backend.simd.lanes;

import com.sun.management.HotSpotDiagnosticMXBean;

import dev.rondo.backend.Availability;

import java.lang.management.ManagementFactory;

/**
 * Whether the JVM has HotSpot's optimizing compiler, C2. Only C2 turns vectors into instructions.
 * Without it each vector is an object and each operation a call, thousands of times slower than
 * plain loops.
 */
public final class OptimizingCompiler {
    private static final String LAST_LEVEL = "TieredStopAtLevel";
    private static final int C2 = 4;
    private static final String REMEDY =
            "start Java without -Xint, -XX:TieredStopAtLevel and -XX:CompilationMode (they may also"
                    + " be in JAVA_TOOL_OPTIONS or JDK_JAVA_OPTIONS)";

    private OptimizingCompiler() {}

    /** Whether the compiler is there. */
    public static Availability availability() {
        String mode = System.getProperty("java.vm.info", "");
        if (mode.contains("interpreted")) {
            return no("this JVM only interprets");
        }
        if (mode.contains("emulated-client") || lastLevel() < C2) {
            return no("this JVM compiles without its optimising compiler C2");
        }
        return Availability.yes();
    }

    private static Availability no(String why) {
        return Availability.no(why + ", and vectors would be slower than plain loops", REMEDY);
    }

    /** The level at which compilation ends; the level of C2 when the JVM has no levels. */
    private static int lastLevel() {
        var options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            return options == null
                    ? C2
                    : Integer.parseInt(options.getVMOption(LAST_LEVEL).getValue());
        } catch (IllegalArgumentException _) {
            return C2;
        }
    }
}
