package dev.rondo.cli.apply;

import dev.rondo.array.Array;
import dev.rondo.graph.Tensor;
import dev.rondo.models.attention.Attended;
import dev.rondo.models.attention.Attention;
import dev.rondo.models.torch.Layout;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An attention over keys and values.
 *
 * @param attention the attention
 * @param layout where its weights are
 * @param querySize Dq
 * @param keySize Dk
 * @param valueSize Dv; empty when values may have any size or be missing, in which case they are
 *     the keys
 * @param axis the axis of time
 */
record Attending(
        Attention attention,
        Layout layout,
        Extent querySize,
        Extent keySize,
        Optional<Extent> valueSize,
        TimeAxis axis)
        implements Network {

    @Override
    public Map<String, Array> inputs(InputFile file) {
        Map<String, Array> given = new LinkedHashMap<>();
        Array query =
                file.floats("query", axis.extents(Extent.any("Tq"), Extent.any("B"), querySize));
        given.put("query", query);
        Extent batch = new Extent("B", axis.batch(query));
        Array key = file.floats("key", axis.extents(Extent.any("Tk"), batch, keySize));
        given.put("key", key);
        Extent time = new Extent("Tk", axis.time(key));
        if (valueSize.isPresent()) {
            given.put("value", file.floats("value", axis.extents(time, batch, valueSize.get())));
        } else {
            file.optionalFloats("value", axis.extents(time, batch, Extent.any("Dv")))
                    .ifPresent(a -> given.put("value", a));
        }
        file.lengths(axis.batch(query), axis.time(key)).ifPresent(a -> given.put("lengths", a));
        return given;
    }

    @Override
    public Map<String, Tensor> over(Map<String, Tensor> inputs) {
        Tensor keys = axis.turn(inputs.get("key"));
        Tensor values = inputs.containsKey("value") ? axis.turn(inputs.get("value")) : keys;
        Attended a =
                attention.attend(
                        axis.turn(inputs.get("query")),
                        attention.remember(keys, values, inputs.get("lengths")));
        Map<String, Tensor> results = new LinkedHashMap<>();
        results.put("output", axis.turn(a.context()));
        results.put("attention", a.weights().transpose(1, 0, 2));
        return results;
    }
}
