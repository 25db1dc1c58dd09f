package dev.rondo.cli.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.rondo.array.Array;
import dev.rondo.cli.CommandLineRun;
import dev.rondo.models.checkpoint.Safetensors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Models of PyTorch's exporters and of every operator that can be imported, against what ONNX
 * Runtime computed for them. {@code tests/src/test/python/onnx_cases.py} wrote the files.
 */
class ImportedModelTest {
    @TempDir private Path folder;

    private static Path cases() {
        try {
            return Path.of(ImportedModelTest.class.getResource("/onnx").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(cases())) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".onnx"))
                    .map(f -> f.replace(".onnx", ""))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void an_imported_model_computes_what_onnx_runtime_does(String name) {
        Path run = folder.resolve("run");
        Path results = folder.resolve("y.safetensors");
        CommandLineRun imported =
                CommandLineRun.of(
                        "import",
                        cases().resolve(name + ".onnx").toString(),
                        "--output",
                        run.toString());
        assertThat(imported.err()).isEmpty();
        CommandLineRun applied =
                CommandLineRun.of(
                        "apply",
                        run.toString(),
                        "--input",
                        cases().resolve(name + ".in.safetensors").toString(),
                        "--output",
                        results.toString(),
                        "--backend",
                        "scalar");
        assertThat(applied.err()).isEmpty();
        Map<String, Array> ours = Safetensors.read(results).tensors();
        Map<String, Array> theirs =
                Safetensors.read(cases().resolve(name + ".out.safetensors")).tensors();
        assertThat(ours.keySet()).isEqualTo(theirs.keySet());
        theirs.forEach(
                (key, a) -> {
                    Array b = ours.get(key);
                    assertThat(b.shape()).as(key).isEqualTo(a.shape());
                    for (int i = 0; i < a.size(); i++) {
                        assertThat(b.get(i))
                                .as(key + " at " + i)
                                .isCloseTo(a.get(i), offset(1e-5 * (1 + Math.abs(a.get(i)))));
                    }
                });
    }

    @Test
    void every_operator_that_can_be_imported_is_in_one_of_the_models() throws IOException {
        Set<String> seen = new HashSet<>(Set.of("Constant"));
        for (String name : names()) {
            OnnxModel.read(cases().resolve(name + ".onnx"))
                    .nodes()
                    .forEach(n -> seen.add(n.operator()));
        }
        assertThat(seen).containsAll(OnnxOperators.NAMES);
    }
}
