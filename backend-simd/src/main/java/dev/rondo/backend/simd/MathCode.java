package dev.rondo.backend.simd;

import dev.rondo.kernels.UnaryOp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A function of {@link FloatMath} or {@link DoubleMath} in the middle of other code: what those
 * classes do in front of their loops (constants) and inside (the formula), taken from their own
 * class files. So there is one place for each formula, and the bits are the same.
 */
final class MathCode {
    private static final int INDEX_OF_N = 4;

    private final CodeBuilder code;
    private final List<Instruction> formula;
    private final Map<Integer, Integer> slots = new HashMap<>();

    /** Whether the function is one of those. */
    static boolean has(UnaryOp op) {
        return switch (op) {
            case EXP, LOG, TANH, SIGMOID -> true;
            default -> false;
        };
    }

    /** Writes the function's constants. */
    MathCode(UnaryOp op, boolean wide, CodeBuilder code) {
        this.code = code;
        List<Instruction> all = loop(wide ? DoubleMath.class : FloatMath.class, op);
        // for (int i = 0; i < n; i += L) {…}
        int head = first(all, Opcode.ICONST_0);
        int body = first(all, Opcode.IF_ICMPGE) + 1;
        int end = first(all, Opcode.GOTO) - 4;
        all.subList(0, head).forEach(this::copy);
        formula = all.subList(body, end);
        check(formula.get(5), "fromArray");
        check(formula.getLast(), "intoArray");
    }

    /** Writes the formula for a local variable; its result is on the stack. */
    void apply(int x) {
        code.aload(x);
        // S, x, a + i, fromArray; …; o, at + i, intoArray
        formula.subList(6, formula.size() - 5).forEach(this::copy);
    }

    private void copy(Instruction i) {
        switch (i) {
            case LoadInstruction load -> code.loadLocal(load.typeKind(), slot(load.slot()));
            case StoreInstruction store -> code.storeLocal(store.typeKind(), slot(store.slot()));
            default -> code.with(i);
        }
    }

    private int slot(int slot) {
        if (slot <= INDEX_OF_N) {
            throw new IllegalStateException("a formula reads a parameter");
        }
        return slots.computeIfAbsent(slot, _ -> code.allocateLocal(TypeKind.REFERENCE));
    }

    private static List<Instruction> loop(Class<?> type, UnaryOp op) {
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            return ClassFile.of().parse(in.readAllBytes()).methods().stream()
                    .filter(m -> m.methodName().equalsString(op.name().toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .flatMap(m -> m.code())
                    .orElseThrow()
                    .elementStream()
                    .filter(Instruction.class::isInstance)
                    .map(Instruction.class::cast)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int first(List<Instruction> all, Opcode opcode) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).opcode() == opcode) {
                return i;
            }
        }
        throw new IllegalStateException("a loop without " + opcode);
    }

    private static void check(Instruction i, String name) {
        if (!(i instanceof InvokeInstruction call && call.name().equalsString(name))) {
            throw new IllegalStateException("a loop without " + name + " at its place: " + i);
        }
    }
}
