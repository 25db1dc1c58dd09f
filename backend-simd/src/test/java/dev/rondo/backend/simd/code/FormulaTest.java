package dev.rondo.backend.simd.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.DType;
import dev.rondo.backend.simd.Samples;
import dev.rondo.backend.simd.SimdKernels;
import dev.rondo.backend.simd.code.Formula.Kind;
import dev.rondo.backend.simd.code.Formula.VectorOp;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.View;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Formulas are data, and generated code computes what the data says. */
class FormulaTest {
    /**
     * No code is made from class files, which other compilers write otherwise, and which agents
     * (coverage, profilers) change.
     */
    @Test
    void nothingReadsClassFiles() throws Exception {
        Path classes =
                Path.of(Formula.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            List<Path> all = files.filter(f -> f.toString().endsWith(".class")).toList();
            assertThat(all).hasSizeGreaterThan(50);
            for (Path f : all) {
                assertThat(called(f))
                        .as(f.toString())
                        .doesNotContain("parse", "getResource", "getResourceAsStream");
            }
        }
    }

    private static List<String> called(Path file) throws IOException {
        List<String> names = new ArrayList<>();
        ClassFile.of()
                .parse(file)
                .constantPool()
                .forEach(
                        e -> {
                            if (e instanceof MemberRefEntry member) {
                                names.add(member.name().stringValue());
                            }
                        });
        return names;
    }

    @ParameterizedTest
    @EnumSource(names = {"EXP", "LOG", "TANH", "SIGMOID", "ERF"})
    void loopsComputeTheFormula(UnaryOp op) {
        for (DType dtype : List.of(DType.F32, DType.F64)) {
            boolean wide = dtype == DType.F64;
            Formula formula = Formulas.of(op, wide);
            View x = Samples.view(dtype, 1, 2000);
            Random random = new Random(7);
            for (int i = 0; i < x.size(); i++) {
                double number = wide ? random.nextDouble(-800, 800) : random.nextFloat(-120, 120);
                double bits =
                        wide
                                ? Double.longBitsToDouble(random.nextLong())
                                : Float.intBitsToFloat(random.nextInt());
                x.buffer().set(x.offset() + i, i % 2 == 0 ? number : bits);
            }
            View out = Samples.view(dtype, 2, 2000);
            new SimdKernels(1).unary(op, x, out);
            for (int i = 0; i < x.size(); i++) {
                assertThat(Samples.get(out, i))
                        .as("%s of %s, %s", op, Samples.get(x, i), dtype)
                        .isEqualTo((Double) value(formula, wide, Samples.get(x, i)));
            }
        }
    }

    /** The formula of one number, operation by operation. */
    private static double value(Formula formula, boolean wide, double x) {
        List<Object> values = new ArrayList<>(List.of(x));
        for (VectorOp operation : formula.operations()) {
            List<Object> of = operation.operands().stream().map(values::get).toList();
            values.add(
                    switch (operation) {
                        case VectorOp.ConstantNumber(double number) -> number;
                        case VectorOp.ConstantBits(long bits) -> bits;
                        case VectorOp.Compare(String how, int _, int _) ->
                                compare(how, (double) of.get(0), (double) of.get(1));
                        case VectorOp.Shift(String how, int _, int by) ->
                                shift(how, wide, (long) of.getFirst(), by);
                        case VectorOp.Reinterpret(Kind kind, int _) ->
                                kind == Kind.BITS
                                        ? (Object) bits(wide, (double) of.getFirst())
                                        : (Object) number(wide, (long) of.getFirst());
                        case VectorOp.Call(String method, Kind kind, List<Integer> _) ->
                                kind == Kind.BITS
                                        ? (Object) onBits(method, wide, of)
                                        : (Object) onNumbers(method, wide, of);
                    });
        }
        return (double) values.getLast();
    }

    private static boolean compare(String how, double a, double b) {
        return switch (how) {
            case "LT" -> a < b;
            case "GT" -> a > b;
            case "GE" -> a >= b;
            case "EQ" -> a == b;
            default -> throw new AssertionError(how);
        };
    }

    private static long shift(String how, boolean wide, long x, int by) {
        return switch (how) {
            case "LSHL" -> wide ? x << by : (int) x << by;
            case "ASHR" -> x >> by;
            default -> throw new AssertionError(how);
        };
    }

    private static long bits(boolean wide, double x) {
        return wide ? Double.doubleToRawLongBits(x) : Float.floatToRawIntBits((float) x);
    }

    private static double number(boolean wide, long x) {
        return wide ? Double.longBitsToDouble(x) : Float.intBitsToFloat((int) x);
    }

    private static long onBits(String method, boolean wide, List<Object> of) {
        long a = (long) of.get(0);
        long b = (long) of.get(1);
        long all =
                switch (method) {
                    case "add" -> a + b;
                    case "sub" -> a - b;
                    case "and" -> a & b;
                    case "or" -> a | b;
                    default -> throw new AssertionError(method);
                };
        return wide ? all : (int) all;
    }

    /** Sums and so on of 32-bit floats, rounded to 64 and then to 32 bits, are rounded right. */
    private static double onNumbers(String method, boolean wide, List<Object> of) {
        double a = (double) of.getFirst();
        double all =
                switch (method) {
                    case "abs" -> Math.abs(a);
                    case "neg" -> -a;
                    case "add" -> a + (double) of.get(1);
                    case "sub" -> a - (double) of.get(1);
                    case "mul" -> a * (double) of.get(1);
                    case "div" -> a / (double) of.get(1);
                    case "fma" ->
                            wide
                                    ? Math.fma(a, (double) of.get(1), (double) of.get(2))
                                    : Math.fma(
                                            (float) a,
                                            (float) (double) of.get(1),
                                            (float) (double) of.get(2));
                    case "blend" -> (boolean) of.get(2) ? (double) of.get(1) : a;
                    default -> throw new AssertionError(method);
                };
        return wide ? all : (float) all;
    }
}
