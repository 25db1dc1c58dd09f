package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.models.checkpoint.Safetensors;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code rondo apply} against PyTorch in float64: outputs, final states and gradients of every
 * module. The arrays are made by {@code tests/src/test/python/make_fixtures.py}.
 */
class GoldenTest {
    @TempDir private Path folder;

    static Stream<String> cases() throws IOException {
        return Files.readAllLines(fixtures().resolve("cases.tsv")).stream();
    }

    static Path fixtures() {
        try {
            return Path.of(GoldenTest.class.getResource("/torch").toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agrees_with_pytorch(String line) {
        String name = line.substring(0, line.indexOf('\t'));
        Path at = fixtures().resolve(name);
        Map<String, Array> expected =
                Safetensors.read(at.resolve("expected.safetensors")).tensors();
        for (String backend : List.of("scalar", "simd")) {
            for (DType dtype : List.of(DType.F32, DType.F64)) {
                Path output = folder.resolve(backend + dtype);
                List<String> args = new ArrayList<>(List.of("apply"));
                args.addAll(List.of(line.substring(name.length() + 1).split(" ")));
                args.addAll(List.of("--weights", at.resolve("weights.safetensors").toString()));
                args.addAll(List.of("--input", at.resolve("input.safetensors").toString()));
                args.addAll(List.of("--output", output.toString(), "--grad"));
                args.addAll(List.of("--backend", backend));
                args.addAll(List.of("--dtype", dtype.name().toLowerCase()));
                CommandLineRun.of(args.toArray(String[]::new)).succeeded();

                Map<String, Array> found = Safetensors.read(output).tensors();
                assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
                expected.forEach(
                        (tensor, e) -> {
                            Array a = found.get(tensor);
                            assertThat(a.dtype()).isEqualTo(dtype);
                            assertThat(a.shape()).isEqualTo(e.shape());
                            assertThat(deviation(a, e))
                                    .as("%s of %s on %s %s", tensor, name, backend, dtype)
                                    .isLessThan(limit(name, tensor, dtype));
                        });
            }
        }
    }

    private static double limit(String name, String tensor, DType dtype) {
        if (dtype == DType.F64) {
            return 1e-10;
        }
        if (!tensor.startsWith("grad.")) {
            return 2e-5;
        }
        return name.endsWith("-saturated") || name.endsWith("-long") ? 5e-4 : 1e-4;
    }

    private static double deviation(Array found, Array expected) {
        double most = 0;
        double scale = 0;
        for (int i = 0; i < expected.size(); i++) {
            double d = Math.abs(found.get(i) - expected.get(i));
            most = d >= 0 ? Math.max(most, d) : Double.POSITIVE_INFINITY;
            scale = Math.max(scale, Math.abs(expected.get(i)));
        }
        return most / (1e-6 + scale);
    }
}
