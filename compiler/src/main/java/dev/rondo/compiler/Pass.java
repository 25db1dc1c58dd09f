package dev.rondo.compiler;

import dev.rondo.graph.Entry;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The rewrites, in the order in which they are applied. Each leaves an equivalent entry. */
public enum Pass {
    /**
     * {@link Folding} and {@link CommonSubexpressions}: less to do. First, and again after each of
     * the others.
     */
    SIMPLIFICATION(Folding::new, CommonSubexpressions::new),
    /** {@link JoinProducts}: sums of a step's products become one product. */
    JOIN_PRODUCTS(JoinProducts::new),
    /** {@link LoopMotion}: work moves out of loops. */
    LOOP_MOTION(LoopMotion::new),
    /** {@link MergeProducts}: products that share their left operand become one. */
    MERGE_PRODUCTS(MergeProducts::new),
    /** {@link Fusion}: elementwise operations that feed each other are done in one go. */
    FUSION(Fusion::new);

    private final List<Supplier<Rewriter>> rewriters;

    @SafeVarargs
    Pass(Supplier<Rewriter>... rewriters) {
        this.rewriters = List.of(rewriters);
    }

    /** The name in options, such as {@code loop-motion}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The pass of that name.
     *
     * @throws IllegalArgumentException when there is none; the message lists those there are
     */
    public static Pass named(String id) {
        return Arrays.stream(values())
                .filter(p -> p.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "there is no pass '"
                                                + id
                                                + "'; there are "
                                                + Arrays.stream(values())
                                                        .map(Pass::id)
                                                        .collect(Collectors.joining(", "))));
    }

    Entry apply(Entry entry) {
        Entry e = entry;
        for (Supplier<Rewriter> r : rewriters) {
            e = r.get().apply(e);
        }
        return e;
    }
}
