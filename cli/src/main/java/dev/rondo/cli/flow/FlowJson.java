package dev.rondo.cli.flow;

import dev.rondo.models.checkpoint.Configuration;

import java.util.Arrays;
import java.util.List;

/** A flow as one JSON object. */
public final class FlowJson {
    private FlowJson() {}

    /** The object with all promised fields. Lists are by steps back. */
    public static Configuration of(Flow f, Configuration provenance) {
        Curve curve = f.curve();
        Decay decay = curve.decay();
        Configuration json =
                Configuration.empty()
                        .with("network", f.network())
                        .with("recurrence", f.recurrence())
                        .with("backwards", f.backwards())
                        .with("state", f.state())
                        .with("paths", f.route().toString())
                        .with("norms", list(curve.mean()))
                        .with("lowest", list(curve.lowest()))
                        .with("highest", list(curve.highest()))
                        .with("decay_per_step", number(decay.factor()))
                        .with("decay_from", decay.from())
                        .with("decay_to", decay.to())
                        .with("reach_tenth", reach(curve.reach(0.1)))
                        .with("reach_thousandth", reach(curve.reach(0.001)))
                        .with("gradients", curve.rows())
                        .with("not_finite", curve.notFinite());
        Configuration gated =
                f.product()
                        .map(
                                p ->
                                        json.with("gate", p.gate())
                                                .with("gate_product", list(p.curve().mean()))
                                                .with("gate_deviation", number(p.deviation()))
                                                .with("gate_agrees", p.agrees()))
                        .orElse(json);
        return gated.with("provenance", provenance);
    }

    private static Object reach(Reach reach) {
        return switch (reach) {
            case Reach.Within(int steps) -> steps;
            case Reach.Beyond _ -> "beyond";
            case Reach.Grows _ -> "grows";
            case Reach.Nothing _ -> "none";
        };
    }

    private static List<Object> list(double[] values) {
        return Arrays.stream(values).mapToObj(FlowJson::number).toList();
    }

    /** JSON has no words for numbers that are not finite. */
    private static Object number(double value) {
        return Double.isFinite(value) ? (Object) value : Double.toString(value);
    }
}
