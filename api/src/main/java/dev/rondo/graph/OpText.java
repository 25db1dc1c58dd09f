package dev.rondo.graph;

import dev.rondo.array.Array;

/** An operation in a few words, with what distinguishes it from others of its kind. */
final class OpText {
    private OpText() {}

    static String of(Op op) {
        return switch (op) {
            case Op.Constant c -> "constant" + value(c.value());
            case Op.Input i -> "input " + i.name();
            case Op.Read r -> "variable " + r.variable().name();
            case Op.Convolution c ->
                    "convolution by "
                            + c.rows()
                            + " and "
                            + c.columns()
                            + (c.groups() == 1 ? "" : " in " + c.groups() + " groups");
            case Op.Reduce r -> r.title() + " " + r.axes();
            case Op.Transpose t -> "transpose " + t.permutation();
            case Op.Slice s -> "slice from " + s.starts() + " sizes " + s.sizes();
            case Op.Concat c -> "concat along " + c.axis();
            case Op.Pad p -> "pad by " + p.low() + " and " + p.high();
            case Op.Cast c -> "cast to " + c.dtype();
            case Op.Iota i -> "iota along " + i.axis();
            case Op.RandomBits r -> "random bits of site " + r.site();
            case Op.Scan s ->
                    "loop of " + s.length() + " steps" + (s.reverse() ? ", reversed" : "");
            default -> op.title();
        };
    }

    /** The name a node was given, in quotes after a separator; inputs and variables show theirs. */
    static String name(Node n, String separator) {
        boolean shown =
                switch (n.op()) {
                    case Op.Input i -> i.name().equals(n.name());
                    case Op.Read r -> r.variable().name().equals(n.name());
                    default -> n.name() == null;
                };
        return shown ? "" : separator + "'" + n.name() + "'";
    }

    private static String value(Array a) {
        return a.size() == 1 ? " " + a.buffer().text(0) : "";
    }
}
