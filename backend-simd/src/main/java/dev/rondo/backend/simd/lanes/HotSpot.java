package dev.rondo.backend.simd.lanes;

import com.sun.management.HotSpotDiagnosticMXBean;

import dev.rondo.backend.Availability;

import java.lang.management.ManagementFactory;
import java.util.Optional;

/** What this JVM must have to turn vectors into fast instructions. */
public final class HotSpot {
    private static final String LAST_LEVEL = "TieredStopAtLevel";
    private static final String MULTIPLY_ADD = "UseFMA";
    private static final int C2 = 4;
    private static final String REMEDY =
            "start Java without -Xint, -XX:TieredStopAtLevel and -XX:CompilationMode (they may also"
                    + " be in JAVA_TOOL_OPTIONS or JDK_JAVA_OPTIONS)";

    private HotSpot() {}

    /**
     * Whether the optimizing compiler C2 is there. Without it each vector is an object and each
     * operation a call, thousands of times slower than plain loops.
     */
    public static Availability compiler() {
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
        return option(LAST_LEVEL).map(Integer::parseInt).orElse(C2);
    }

    /**
     * Whether a fused multiply-add is an instruction. Otherwise Java rounds each of them in decimal
     * arithmetic, ten thousands of times slower. Processors have it since 2013.
     */
    public static Availability multiplyAdd() {
        return option(MULTIPLY_ADD).filter(v -> v.equals("false")).isEmpty()
                ? Availability.yes()
                : Availability.no(
                        "this JVM has no instruction for a fused multiply-add, and products would"
                                + " be slower than plain loops",
                        "start Java without -XX:-UseFMA and -XX:UseAVX=0, or take a processor with"
                                + " FMA: Intel since 2013, AMD since 2012, any 64-bit ARM");
    }

    private static Optional<String> option(String name) {
        var options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            return Optional.ofNullable(options).map(o -> o.getVMOption(name).getValue());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
