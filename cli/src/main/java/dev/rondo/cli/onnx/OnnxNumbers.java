package dev.rondo.cli.onnx;

import dev.rondo.array.Array;
import dev.rondo.array.Buffer;
import dev.rondo.array.Shape;
import dev.rondo.cli.onnx.OnnxFile.TensorProto;
import dev.rondo.models.checkpoint.CheckpointException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The numbers of a tensor in a file, in any of the places where a file may have them.
 *
 * @param where the file and the tensor, for messages
 * @param tensor the tensor
 */
record OnnxNumbers(String where, TensorProto tensor) {
    private static final int EXTERNAL = 1;

    /** Whether these are floats; all others are whole numbers or truth values. */
    boolean floats() {
        return switch (tensor.data_type()) {
            case 1, 10, 11, 16 -> true;
            default -> false;
        };
    }

    private CheckpointException wrong(String what) {
        return new CheckpointException(where + " " + what);
    }

    /**
     * The shape.
     *
     * @throws CheckpointException when it cannot be, or the numbers are in another file
     */
    Shape shape() {
        if (tensor.data_location() != null && tensor.data_location() == EXTERNAL) {
            throw wrong(
                    "is in another file (external data); save the model as one file, in PyTorch"
                            + " torch.onnx.export(…, external_data=False)");
        }
        long[] dims = tensor.dims() == null ? new long[0] : tensor.dims();
        try {
            Shape shape = Shape.of(Arrays.stream(dims).mapToInt(Math::toIntExact).toArray());
            if (shape.size() <= Integer.MAX_VALUE - 8) {
                return shape;
            }
        } catch (ArithmeticException | IllegalArgumentException e) {
            // said below
        }
        throw wrong("has an impossible shape, " + Arrays.toString(dims));
    }

    private ByteBuffer raw(int count, int bytes) {
        byte[] data = tensor.raw_data();
        check(count, data.length / bytes, data.length % bytes == 0);
        return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void check(int count, int found, boolean whole) {
        if (count != found || !whole) {
            throw wrong("has shape " + shape() + ", but holds other than " + count + " numbers");
        }
    }

    /** The floats, F32. */
    Array array() {
        Shape shape = shape();
        int n = (int) shape.size();
        float[] values = new float[n];
        if (tensor.raw_data() != null) {
            switch (tensor.data_type()) {
                case 1 -> raw(n, 4).asFloatBuffer().get(values);
                case 10 -> {
                    ByteBuffer b = raw(n, 2);
                    fill(values, i -> Float.float16ToFloat(b.getShort(2 * i)));
                }
                case 11 -> {
                    ByteBuffer b = raw(n, 8);
                    fill(values, i -> (float) b.getDouble(8 * i));
                }
                default -> {
                    ByteBuffer b = raw(n, 2);
                    fill(values, i -> Float.intBitsToFloat(b.getShort(2 * i) << 16));
                }
            }
        } else {
            switch (tensor.data_type()) {
                case 1 -> {
                    float[] data = tensor.float_data() == null ? new float[0] : tensor.float_data();
                    check(n, data.length, true);
                    System.arraycopy(data, 0, values, 0, n);
                }
                case 11 -> {
                    double[] data =
                            tensor.double_data() == null ? new double[0] : tensor.double_data();
                    check(n, data.length, true);
                    fill(values, i -> (float) data[i]);
                }
                default -> {
                    int[] data = tensor.int32_data() == null ? new int[0] : tensor.int32_data();
                    check(n, data.length, true);
                    boolean half = tensor.data_type() == 10;
                    fill(
                            values,
                            i ->
                                    half
                                            ? Float.float16ToFloat((short) data[i])
                                            : Float.intBitsToFloat(data[i] << 16));
                }
            }
        }
        return Array.wrap(shape, new Buffer.F32(values));
    }

    /** Arrays.setAll, which there is none of for floats. */
    private static void fill(float[] values, FloatAt number) {
        for (int i = 0; i < values.length; i++) {
            values[i] = number.at(i);
        }
    }

    @FunctionalInterface
    private interface FloatAt {
        float at(int position);
    }

    /**
     * The whole numbers or truth values.
     *
     * @throws CheckpointException when they have a type that nothing here computes with
     */
    WholeNumbers wholes() {
        Shape shape = shape();
        int n = (int) shape.size();
        long[] values = new long[n];
        int type = tensor.data_type();
        int bytes =
                switch (type) {
                    case 2, 3, 9 -> 1;
                    case 4, 5 -> 2;
                    case 6 -> 4;
                    case 7 -> 8;
                    default ->
                            throw wrong(
                                    "has element type "
                                            + OnnxReader.type(type)
                                            + "; what can be read is float32, float64, float16,"
                                            + " bfloat16, int8 to int64, uint8, uint16 and bool");
                };
        if (tensor.raw_data() != null) {
            ByteBuffer b = raw(n, bytes);
            Arrays.setAll(
                    values,
                    i ->
                            switch (type) {
                                case 2, 9 -> b.get(i) & 0xff;
                                case 3 -> b.get(i);
                                case 4 -> b.getShort(2 * i) & 0xffff;
                                case 5 -> b.getShort(2 * i);
                                case 6 -> b.getInt(4 * i);
                                default -> b.getLong(8 * i);
                            });
        } else if (type == 7) {
            long[] data = tensor.int64_data() == null ? new long[0] : tensor.int64_data();
            check(n, data.length, true);
            System.arraycopy(data, 0, values, 0, n);
        } else {
            int[] data = tensor.int32_data() == null ? new int[0] : tensor.int32_data();
            check(n, data.length, true);
            Arrays.setAll(values, i -> data[i]);
        }
        return new WholeNumbers(values, shape, type == 9);
    }
}
