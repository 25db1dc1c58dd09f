package dev.rondo.models.task;

import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.data.Scaling;
import dev.rondo.models.data.StaticFeatures;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How columns become numbers for a model, as run directories describe it. */
final class SeriesScaling {
    private SeriesScaling() {}

    static Configuration addTo(
            Configuration c, Map<String, FittedScaling> scaling, StaticFeatures statics) {
        Configuration all = c;
        if (scaling.keySet().equals(Set.of(""))) {
            all = addTo(all, scaling.get(""));
        } else {
            List<Configuration> panel = new ArrayList<>();
            new TreeMap<>(scaling)
                    .forEach(
                            (id, of) -> panel.add(addTo(Configuration.empty().with("id", id), of)));
            all = all.with("panel", panel);
        }
        if (statics.columns().isEmpty()) {
            return all;
        }
        return all.with(
                "static_features",
                statics.columns().stream().map(SeriesScaling::configuration).toList());
    }

    private static Configuration configuration(StaticFeatures.Column column) {
        Configuration named = Configuration.empty().with("name", column.name());
        return switch (column) {
            case StaticFeatures.Numeric n -> named.with("scaling", configuration(n.scaling()));
            case StaticFeatures.Categorical k -> named.with("categories", k.categories());
        };
    }

    private static Configuration addTo(Configuration c, FittedScaling scaling) {
        return c.with(
                        "scaling",
                        scaling.columns().stream().map(SeriesScaling::configuration).toList())
                .with("trained_rows", scaling.rows());
    }

    static Configuration configuration(Scaling s) {
        return Configuration.empty()
                .with("mean", s.mean())
                .with("deviation", s.deviation())
                .with("least", finite(s.least()))
                .with("most", finite(s.most()));
    }

    private static Double finite(double x) {
        return Double.isFinite(x) ? (Double) x : null;
    }

    /** The scaling of each series by its name; that of a single one has an empty name. */
    static Map<String, FittedScaling> parse(Configuration c) {
        Map<String, FittedScaling> scaling = new LinkedHashMap<>();
        if (c.has("panel")) {
            c.sections("panel").forEach(s -> scaling.put(s.text("id"), fitted(s)));
        } else {
            scaling.put("", fitted(c));
        }
        return scaling;
    }

    /** What was fitted. Runs from before the number of rows was stored do not have it. */
    private static FittedScaling fitted(Configuration c) {
        return new FittedScaling(
                c.sections("scaling").stream().map(SeriesScaling::scaling).toList(),
                c.has("trained_rows") ? c.integer("trained_rows", 0, Integer.MAX_VALUE) : 0);
    }

    /** The scaling. Runs from before the range was stored do not have the range. */
    static Scaling scaling(Configuration s) {
        return new Scaling(
                s.number("mean"),
                s.number("deviation"),
                s.number("least", Double.NEGATIVE_INFINITY),
                s.number("most", Double.POSITIVE_INFINITY));
    }

    static StaticFeatures statics(Configuration c) {
        return new StaticFeatures(
                c.has("static_features")
                        ? c.sections("static_features").stream().map(SeriesScaling::column).toList()
                        : List.of());
    }

    private static StaticFeatures.Column column(Configuration c) {
        return c.has("categories")
                ? new StaticFeatures.Categorical(c.text("name"), c.texts("categories"))
                : new StaticFeatures.Numeric(c.text("name"), scaling(c.section("scaling")));
    }
}
