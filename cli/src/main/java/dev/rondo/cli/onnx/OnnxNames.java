package dev.rondo.cli.onnx;

import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.CompareOp;
import dev.rondo.kernels.UnaryOp;

/** The names that functions of elements have in ONNX. */
final class OnnxNames {
    private OnnxNames() {}

    static String of(UnaryOp function) {
        return switch (function) {
            case NEG -> "Neg";
            case ABS -> "Abs";
            case SIGN -> "Sign";
            case EXP -> "Exp";
            case LOG -> "Log";
            case SQRT -> "Sqrt";
            case SIN -> "Sin";
            case COS -> "Cos";
            case TANH -> "Tanh";
            case SIGMOID -> "Sigmoid";
            case ERF -> "Erf";
            case NOT -> "Not";
        };
    }

    static String of(BinaryOp function) {
        return switch (function) {
            case ADD -> "Add";
            case SUB -> "Sub";
            case MUL -> "Mul";
            case DIV -> "Div";
            case MIN -> "Min";
            case MAX -> "Max";
            case AND -> "And";
            case OR -> "Or";
        };
    }

    /** The operator of a comparison; that of {@code NE} is the opposite. */
    static String of(CompareOp function) {
        return switch (function) {
            case EQ, NE -> "Equal";
            case LT -> "Less";
            case LE -> "LessOrEqual";
            case GT -> "Greater";
            case GE -> "GreaterOrEqual";
        };
    }
}
