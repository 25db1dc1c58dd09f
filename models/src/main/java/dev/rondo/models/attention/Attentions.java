package dev.rondo.models.attention;

import dev.rondo.graph.Part;
import dev.rondo.graph.Scope;

import java.util.Arrays;

/** The kinds of attention by name. */
public enum Attentions implements AttentionFactory {
    /** {@link AdditiveAttention} (Bahdanau et al. 2015). */
    ADDITIVE("additive") {
        @Override
        public Attention create(Scope scope, int querySize, int memorySize) {
            return new AdditiveAttention(scope, querySize, memorySize, querySize);
        }
    },
    /** {@link DotAttention#dot} (Luong et al. 2015). */
    DOT("dot") {
        @Override
        public Attention create(Scope scope, int querySize, int memorySize) {
            same(querySize, memorySize);
            return DotAttention.dot(Part.of("dot attention", scope), querySize);
        }
    },
    /** {@link DotAttention#general} (Luong et al. 2015). */
    GENERAL("general") {
        @Override
        public Attention create(Scope scope, int querySize, int memorySize) {
            return DotAttention.general(scope, querySize, memorySize);
        }
    },
    /** The name that Luong et al. (2015) give to {@link AdditiveAttention}. */
    CONCAT("concat") {
        @Override
        public Attention create(Scope scope, int querySize, int memorySize) {
            return new AdditiveAttention(scope, querySize, memorySize, querySize);
        }
    },
    /** {@link DotAttention#scaled} (Vaswani et al. 2017). */
    SCALED_DOT("scaled-dot") {
        @Override
        public Attention create(Scope scope, int querySize, int memorySize) {
            same(querySize, memorySize);
            return DotAttention.scaled(Part.of("scaled dot attention", scope), querySize);
        }
    },
    /** {@link MultiHeadAttention} with 8 heads, or 4, 2 or 1 where 8 do not divide the query. */
    MULTI_HEAD("multi-head") {
        @Override
        public Attention create(Scope scope, int querySize, int memorySize) {
            int heads = Math.min(8, Integer.lowestOneBit(querySize));
            return new MultiHeadAttention(scope, querySize, memorySize, querySize, heads);
        }
    };

    private final String id;

    Attentions(String id) {
        this.id = id;
    }

    /** The name in commands and files. */
    public String id() {
        return id;
    }

    /**
     * The kind of that name.
     *
     * @throws IllegalArgumentException when there is none; the message lists the existing ones
     */
    public static Attentions named(String id) {
        return Arrays.stream(values())
                .filter(a -> a.id.equals(id))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "there is no attention '"
                                                + id
                                                + "'; there are "
                                                + String.join(
                                                        ", ",
                                                        Arrays.stream(values())
                                                                .map(a -> a.id)
                                                                .toList())));
    }

    void same(int querySize, int memorySize) {
        if (querySize != memorySize) {
            throw new IllegalArgumentException(
                    id
                            + " attention has no weights and needs queries and states of one size,"
                            + " got "
                            + querySize
                            + " and "
                            + memorySize
                            + "; 'general' takes any");
        }
    }
}
