package dev.rondo.backend.tornado.kernel.emulation;

/** TornadoVM's {@code FloatArray} over an array of Java. */
public record EmulatedFloatArray(float[] values) {
    /** An element. */
    public float get(int index) {
        return values[index];
    }

    /** Sets an element. */
    public void set(int index, float value) {
        values[index] = value;
    }
}
