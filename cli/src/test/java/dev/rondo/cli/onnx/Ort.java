package dev.rondo.cli.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;

import dev.rondo.array.Array;
import dev.rondo.array.Buffer;
import dev.rondo.array.Shape;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A model in ONNX Runtime. */
final class Ort implements AutoCloseable {
    private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

    private final OrtSession session;

    private Ort(OrtSession session) {
        this.session = session;
    }

    static Ort open(Path file) throws Exception {
        return open(Files.readAllBytes(file));
    }

    /** Without its warnings that inputs have defaults. */
    static Ort open(byte[] model) throws OrtException {
        var options = new OrtSession.SessionOptions();
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        options.setIntraOpNumThreads(1);
        return new Ort(ENVIRONMENT.createSession(model, options));
    }

    /** The inputs that must be given. */
    Set<String> inputs() {
        return session.getInputNames();
    }

    /**
     * All results.
     *
     * @param wide the inputs that are given as int64
     */
    Map<String, Array> run(Map<String, Array> feeds, Set<String> wide) throws OrtException {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        for (Map.Entry<String, Array> e : feeds.entrySet()) {
            tensors.put(e.getKey(), tensor(e.getValue(), wide.contains(e.getKey())));
        }
        Map<String, Array> results = new LinkedHashMap<>();
        try (OrtSession.Result found = session.run(tensors)) {
            for (Map.Entry<String, OnnxValue> e : found) {
                results.put(e.getKey(), array((OnnxTensor) e.getValue()));
            }
        }
        tensors.values().forEach(OnnxTensor::close);
        return results;
    }

    private static OnnxTensor tensor(Array a, boolean wide) throws OrtException {
        long[] shape = Arrays.stream(a.shape().dims()).asLongStream().toArray();
        if (wide) {
            long[] values = Arrays.stream(a.i32()).asLongStream().toArray();
            return OnnxTensor.createTensor(ENVIRONMENT, LongBuffer.wrap(values), shape);
        }
        return switch (a.dtype()) {
            case F32 -> OnnxTensor.createTensor(ENVIRONMENT, FloatBuffer.wrap(a.f32()), shape);
            case F64 -> OnnxTensor.createTensor(ENVIRONMENT, DoubleBuffer.wrap(a.f64()), shape);
            case I32 -> OnnxTensor.createTensor(ENVIRONMENT, IntBuffer.wrap(a.i32()), shape);
            case BOOL -> {
                ByteBuffer bytes = ByteBuffer.allocateDirect(a.size());
                for (int i = 0; i < a.size(); i++) {
                    bytes.put(i, (byte) a.get(i));
                }
                yield OnnxTensor.createTensor(ENVIRONMENT, bytes, shape, OnnxJavaType.BOOL);
            }
        };
    }

    private static Array array(OnnxTensor t) {
        int[] dims = Arrays.stream(t.getInfo().getShape()).mapToInt(Math::toIntExact).toArray();
        Buffer values =
                switch (t.getInfo().type) {
                    case FLOAT -> new Buffer.F32(values(t.getFloatBuffer()));
                    case DOUBLE -> new Buffer.F64(values(t.getDoubleBuffer()));
                    case INT32 -> new Buffer.I32(values(t.getIntBuffer()));
                    case INT64 -> new Buffer.I32(values(t.getLongBuffer()));
                    case BOOL -> new Buffer.Bool(values(t.getByteBuffer()));
                    default -> throw new IllegalArgumentException(t.getInfo().toString());
                };
        return Array.wrap(Shape.of(dims), values);
    }

    private static int[] values(LongBuffer b) {
        return IntStream.range(0, b.remaining()).map(i -> Math.toIntExact(b.get(i))).toArray();
    }

    private static byte[] values(ByteBuffer b) {
        byte[] values = new byte[b.remaining()];
        b.get(values);
        return values;
    }

    private static float[] values(FloatBuffer b) {
        float[] values = new float[b.remaining()];
        b.get(values);
        return values;
    }

    private static double[] values(DoubleBuffer b) {
        double[] values = new double[b.remaining()];
        b.get(values);
        return values;
    }

    private static int[] values(IntBuffer b) {
        int[] values = new int[b.remaining()];
        b.get(values);
        return values;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
