package dev.rondo.cli.onnx;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The operators that can be imported. */
final class OnnxOperators {
    /** Traces a node: from its operands to its results. */
    @FunctionalInterface
    interface Operator {
        List<OnnxValue> of(OnnxCall call);
    }

    private static final Map<String, Operator> ALL = all();

    /** Their names, sorted. */
    static final List<String> NAMES = List.copyOf(ALL.keySet());

    private OnnxOperators() {}

    private static Map<String, Operator> all() {
        Map<String, Operator> all = new TreeMap<>();
        all.putAll(OnnxElements.OPERATORS);
        all.putAll(OnnxForms.OPERATORS);
        all.putAll(OnnxSums.OPERATORS);
        all.putAll(OnnxCells.OPERATORS);
        // numbers of the file, which reading has taken out
        all.put("Constant", c -> List.of());
        return all;
    }

    /** Why a node cannot be imported; empty when it can. */
    static Optional<String> refusal(OnnxNode node) {
        if (!ALL.containsKey(node.operator())) {
            return Optional.of("");
        }
        return switch (node.operator()) {
            case "LSTM", "GRU", "RNN" -> OnnxCells.refusal(node);
            case "Dropout" ->
                    node.outputs().size() > 1 && !node.outputs().get(1).isEmpty()
                            ? Optional.of(", whose mask is read")
                            : Optional.empty();
            case "Pad" ->
                    node.text("mode", "constant").equals("constant")
                            ? Optional.empty()
                            : Optional.of(", whose mode is " + node.text("mode", ""));
            case "ConstantOfShape" ->
                    node.attributes().values().get("value") instanceof String
                            ? Optional.of(", whose value is neither a number nor a whole number")
                            : Optional.empty();
            case "ArgMax" ->
                    node.whole("select_last_index", 0) == 0
                            ? Optional.empty()
                            : Optional.of(", which selects the last of equals");
            default -> Optional.empty();
        };
    }

    /** Traces a node. */
    static List<OnnxValue> apply(OnnxCall call) {
        return ALL.get(call.node().operator()).of(call);
    }
}
