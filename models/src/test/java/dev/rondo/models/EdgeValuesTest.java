package dev.rondo.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;
import dev.rondo.models.init.Initializers;
import dev.rondo.models.layer.Dropout;
import dev.rondo.models.optimizer.GradientClipping;
import dev.rondo.models.training.Checkpointer;
import dev.rondo.models.training.Trainer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Rates, limits and scales at the edges of their types: right, or refused. */
class EdgeValuesTest {
    private static final double[] EDGES = {
        0,
        Double.MIN_VALUE,
        1e-300,
        Float.MIN_VALUE,
        Math.nextDown(1.0),
        1,
        Float.MAX_VALUE,
        1e300,
        Double.MAX_VALUE,
        -Double.MIN_VALUE,
        -1,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };

    /** Operands, for which NaN and infinity are numbers as others. */
    private static final Set<String> ARITHMETIC =
            Set.of(
                    "Array",
                    "Buffer",
                    "Graph",
                    "Tensor",
                    "Goal",
                    "Outcome",
                    "Scaling.apply",
                    "Scaling.beyond");

    /** Records of what was measured, be it what it may. */
    private static final Set<String> MEASURED =
            Set.of(
                    "Calibration.Bin",
                    "Evaluation",
                    "ForecastErrors",
                    "Hypothesis",
                    "MemoryNeed",
                    "NonFinite",
                    "StepReport",
                    "TrainingState",
                    "ValueTask.Example",
                    "WilsonInterval");

    /** These only make or read what is in the table under another name. */
    private static final Set<String> SAME =
            Set.of(
                    "ClassesTraining",
                    "Configuration.number",
                    "LearningRate.constant",
                    "LearningRate.cosine",
                    "LearningRate.decayedFrom",
                    "LearningRate.exponential",
                    "LearningRate.stepped",
                    "Scaling.invert",
                    "SequenceClassifier.training",
                    "TextCorpus.read",
                    "TextCorpus.readWords",
                    "TrainingSettings.learningRate",
                    "Values");

    static Stream<Arguments> edges() {
        return EdgeValues.uses().entrySet().stream()
                .flatMap(
                        e ->
                                Arrays.stream(EDGES)
                                        .mapToObj(v -> Arguments.of(e.getKey(), v, e.getValue())));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("edges")
    void itIsRightOrRefused(String name, double value, DoubleFunction<double[]> use) {
        double[] results;
        try {
            results = use.apply(value);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("" + value);
            assertThat(e.getMessage())
                    .containsPattern("must|needs|from .* to|between .* and|above|at most|finite");
            return;
        }
        assertThat(results).isNotEmpty();
        for (double r : results) {
            assertThat(Double.isFinite(r)).as(Arrays.toString(results)).isTrue();
        }
    }

    static Stream<Duration> durations() {
        return Stream.of(
                Duration.ofSeconds(Long.MIN_VALUE),
                Duration.ofNanos(-1),
                Duration.ZERO,
                Duration.ofNanos(1),
                Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));
    }

    @ParameterizedTest
    @MethodSource("durations")
    void aTimeIsRightOrRefused(Duration time) {
        Checkpointer nowhere = (_, _, _) -> Path.of("nowhere");
        List<UnaryOperator<Trainer>> uses =
                List.of(t -> t.stopAfter(time), t -> t.checkpointEvery(time, nowhere));
        for (UnaryOperator<Trainer> use : uses) {
            try {
                assertThat(EdgeValues.trained(use)).doesNotContain(Double.NaN);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("must be").hasMessageContaining("" + time);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e300, Double.NaN, Double.NEGATIVE_INFINITY})
    void aScheduleOfOnesOwnIsCheckedAtEachStep(double rate) {
        assertThatThrownBy(() -> EdgeValues.trained(t -> t.learningRate(_ -> rate)))
                .hasMessage("the learning rate of update 0 must be finite in F32, got " + rate);
    }

    /** Whoever adds a setting adds it to the table, or to one of the lists here. */
    @Test
    void everyNumberIsTried() throws IOException, URISyntaxException {
        Set<String> known = EdgeValues.uses().keySet();
        Set<String> missing = new TreeSet<>();
        for (Class<?> root : List.of(Initializer.class, Initializers.class)) {
            Path classes =
                    Path.of(root.getProtectionDomain().getCodeSource().getLocation().toURI());
            List<Class<?>> published = published(classes);
            assertThat(published).contains(root);
            for (Class<?> c : published) {
                numbers(c).filter(n -> !known.contains(n) && !isListed(n)).forEach(missing::add);
            }
        }
        assertThat(missing).isEmpty();
    }

    /** The public classes of a module, which is a directory until it is packaged. */
    private static List<Class<?>> published(Path module) throws IOException {
        if (Files.isDirectory(module)) {
            return publishedUnder(module);
        }
        try (FileSystem jar = FileSystems.newFileSystem(module)) {
            return publishedUnder(jar.getPath("/"));
        }
    }

    private static List<Class<?>> publishedUnder(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(f -> classes.relativize(f).toString())
                    .filter(f -> f.endsWith(".class") && !f.endsWith("-info.class"))
                    .<Class<?>>map(EdgeValuesTest::load)
                    .filter(EdgeValuesTest::isPublic)
                    .toList();
        }
    }

    private static Class<?> load(String file) {
        String name = file.replaceAll("[/\\\\]", ".").replaceAll("\\.class$", "");
        try {
            return Class.forName(name, false, EdgeValuesTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isPublic(Class<?> c) {
        return c == null || Modifier.isPublic(c.getModifiers()) && isPublic(c.getEnclosingClass());
    }

    private static Stream<String> numbers(Class<?> c) {
        return Stream.<Executable>concat(
                        Arrays.stream(c.getDeclaredConstructors()),
                        Arrays.stream(c.getDeclaredMethods()))
                .filter(e -> Modifier.isPublic(e.getModifiers()) && !e.isSynthetic())
                .flatMap(e -> Arrays.stream(e.getParameters()))
                .filter(p -> Set.of(double.class, float.class).contains(p.getType()))
                .map(
                        p -> {
                            Executable of = p.getDeclaringExecutable();
                            String method = of instanceof Constructor ? "" : "." + of.getName();
                            return c.getCanonicalName().replaceAll("^[a-z0-9.]+\\.", "")
                                    + method
                                    + "."
                                    + p.getName();
                        });
    }

    private static boolean isListed(String number) {
        return Stream.of(ARITHMETIC, MEASURED, SAME)
                .flatMap(Set::stream)
                .anyMatch(s -> number.startsWith(s + "."));
    }

    /** A rate whose complement rounds to a probability of 1 in steps of 2⁻³² drops nothing. */
    @ParameterizedTest
    @ValueSource(doubles = {0, Double.MIN_VALUE, 1e-17, 1e-12, 1e-10})
    void aTinyRateOfDropoutDropsNothing(double rate) {
        assertThat(EdgeValues.dropped(new Dropout(rate))).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e300, Double.MAX_VALUE, Double.POSITIVE_INFINITY})
    void aLimitBeyondF32ClipsNothing(double limit) {
        double[] clipped =
                EdgeValues.run(
                        Scope.root(),
                        Map.of("g", Array.of(new float[] {3, 4})),
                        t ->
                                GradientClipping.byGlobalNorm(List.of(t.input("g", 2)), limit)
                                        .gradients()
                                        .getFirst());
        assertThat(clipped).containsExactly(3, 4);
    }
}
