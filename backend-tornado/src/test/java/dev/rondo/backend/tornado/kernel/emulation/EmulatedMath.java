package dev.rondo.backend.tornado.kernel.emulation;

/** The functions of TornadoVM's {@code TornadoMath} that kernels use. */
public final class EmulatedMath {
    private EmulatedMath() {}

    /** |x|. */
    public static float abs(float x) {
        return Math.abs(x);
    }

    /** |x|. */
    public static double abs(double x) {
        return Math.abs(x);
    }

    /** √x. */
    public static float sqrt(float x) {
        return (float) Math.sqrt(x);
    }

    /** √x. */
    public static double sqrt(double x) {
        return Math.sqrt(x);
    }

    /** sin x. */
    public static float sin(float x) {
        return (float) Math.sin(x);
    }

    /** sin x. */
    public static double sin(double x) {
        return Math.sin(x);
    }

    /** cos x. */
    public static float cos(float x) {
        return (float) Math.cos(x);
    }

    /** cos x. */
    public static double cos(double x) {
        return Math.cos(x);
    }
}
