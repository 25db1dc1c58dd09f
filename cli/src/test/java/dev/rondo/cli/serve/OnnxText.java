package dev.rondo.cli.serve;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import dev.rondo.array.Array;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A language model of LSTM cells that ONNX Runtime computes, to be compared with ours behind the
 * same server. It reads what {@link dev.rondo.cli.onnx.OnnxStep} wrote.
 */
final class OnnxText implements TextEngine {
    private static final List<String> STATE = List.of("h", "c");

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final int layers;
    private final int hidden;

    /**
     * Loads a file.
     *
     * @param layers of the model
     * @param hidden size of a cell's output
     */
    OnnxText(Path file, int layers, int hidden) throws OrtException {
        this.layers = layers;
        this.hidden = hidden;
        session = environment.createSession(file.toString(), new OrtSession.SessionOptions());
    }

    @Override
    public RowState initial() {
        Map<String, Array> parts = new LinkedHashMap<>();
        STATE.forEach(n -> parts.put(n, Array.of(new float[layers * hidden], 1, layers, hidden)));
        return new RowState(parts);
    }

    @Override
    public List<float[]> step(int[] symbols, List<RowState> states) {
        int rows = symbols.length;
        long[] wide = Arrays.stream(symbols).asLongStream().toArray();
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        try {
            inputs.put(
                    "symbols",
                    OnnxTensor.createTensor(
                            environment, LongBuffer.wrap(wide), new long[] {1, rows}));
            for (String name : STATE) {
                inputs.put(
                        name + "_0",
                        OnnxTensor.createTensor(
                                environment,
                                FloatBuffer.wrap(gathered(name, states)),
                                new long[] {layers, rows, hidden}));
            }
            try (OrtSession.Result results = session.run(inputs)) {
                for (String name : STATE) {
                    scatter(name, floats(results, name + "_n"), states);
                }
                float[] logits = floats(results, "logits");
                int width = logits.length / rows;
                List<float[]> all = new ArrayList<>();
                for (int row = 0; row < rows; row++) {
                    all.add(Arrays.copyOfRange(logits, row * width, (row + 1) * width));
                }
                return all;
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private float[] gathered(String name, List<RowState> states) {
        float[] all = new float[layers * states.size() * hidden];
        for (int row = 0; row < states.size(); row++) {
            float[] own = states.get(row).parts().get(name).f32();
            for (int l = 0; l < layers; l++) {
                System.arraycopy(own, l * hidden, all, (l * states.size() + row) * hidden, hidden);
            }
        }
        return all;
    }

    private void scatter(String name, float[] all, List<RowState> states) {
        for (int row = 0; row < states.size(); row++) {
            float[] own = states.get(row).parts().get(name).f32();
            for (int l = 0; l < layers; l++) {
                System.arraycopy(all, (l * states.size() + row) * hidden, own, l * hidden, hidden);
            }
        }
    }

    private static float[] floats(OrtSession.Result results, String name) throws OrtException {
        FloatBuffer buffer = ((OnnxTensor) results.get(name).orElseThrow()).getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
