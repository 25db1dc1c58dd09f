package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.backend.Availability;
import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendException;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.BackendProvider;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Resources;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What is named is used, or the selection fails and says what there is. */
class BackendSelectionTest {
    @Test
    void findsEveryProvider() {
        assertThat(Backends.providers())
                .extracting(BackendProvider::name)
                .containsExactly("ghost", "scalar", "simd", "tornado");
        assertThat(Backends.devices())
                .extracting(d -> d.id())
                .containsExactly(
                        "ghost:absent", "ghost:present", "scalar:cpu", "simd:cpu", "tornado:any");
    }

    @Test
    void opensWhatIsNamed() {
        for (String name : List.of("scalar", "simd")) {
            assertThat(Backends.open(name).device().id()).isEqualTo(name + ":cpu");
            assertThat(Backends.open(name + ":cpu").device().id()).isEqualTo(name + ":cpu");
        }
        assertThat(Backends.open("ghost:present").device().id()).isEqualTo("ghost:present");
    }

    @Test
    void takesSimdWhenAskedToChoose() {
        assertThat(Backends.open("auto").device().backend()).isEqualTo("simd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "scalar:cpu"})
    void onlyWhatIsRequiredIsOpened(String required) {
        System.setProperty(Backends.REQUIRED_PROPERTY, required);
        try {
            assertThat(Backends.open("scalar").device().id()).isEqualTo("scalar:cpu");
            for (String other : new String[] {"simd", "auto", null}) {
                assertThatThrownBy(() -> Backends.open(other))
                        .isInstanceOf(BackendException.class)
                        .hasMessageContainingAll(
                                "simd:cpu was to be opened",
                                "system property rondo.backend.require requires " + required,
                                "There is");
            }
            assertThat(Backends.describe()).contains("nothing else is opened");
        } finally {
            System.clearProperty(Backends.REQUIRED_PROPERTY);
        }
    }

    @Test
    void tellsMemoryAndWidthInNumbers() {
        Map<String, Resources> all = new TreeMap<>();
        Backends.devices().forEach(d -> all.put(d.id(), d.resources()));
        long heap = Runtime.getRuntime().maxMemory();
        String simd = Backends.open("simd").device().description();

        assertThat(all.get("scalar:cpu"))
                .isEqualTo(new Resources(OptionalLong.of(heap), OptionalInt.empty()));
        assertThat(all.get("simd:cpu").memoryBytes()).hasValue(heap);
        assertThat(simd).startsWith(all.get("simd:cpu").vectorBits().getAsInt() + "-bit vectors");
        assertThat(Backends.describe())
                .containsPattern("scalar:cpu +ready +\\d+\\.\\d GiB +- ")
                .containsPattern("simd:cpu +ready +\\d+\\.\\d GiB +\\d+ bits ");
    }

    @Test
    void describesEveryDeviceAndWhatIsTaken() {
        String text = Backends.describe();

        assertThat(text).contains("* simd:cpu").doesNotContain("nothing else is opened");
        Backends.devices().forEach(d -> assertThat(text).contains(d.id(), d.description()));
    }

    @Test
    void passesTheNumberOfThreadsOn() {
        assertThat(Backends.open("simd", new BackendOptions(3)).threads()).isEqualTo(3);
        assertThat(Backends.open("scalar", new BackendOptions(3)).threads()).isEqualTo(1);
        for (int bad : new int[] {-1, 1025}) {
            assertThatThrownBy(() -> new BackendOptions(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("" + bad);
        }
    }

    @Test
    void listsWhatThereIsWhenTheNameIsUnknown() {
        for (String name : List.of("cuda", "SIMD", "simd ", "cuda:0")) {
            assertThatThrownBy(() -> Backends.open(name))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("'" + name.replace(":0", "") + "'")
                    .hasMessageContaining("scalar:cpu")
                    .hasMessageContaining("simd:cpu")
                    .hasMessageContaining("ghost:absent (nobody has seen it)");
        }
    }

    @Test
    void listsTheDevicesWhenTheDeviceIsUnknown() {
        assertThatThrownBy(() -> Backends.open("simd:gpu"))
                .isInstanceOf(BackendException.class)
                .hasMessageContainingAll("simd", "gpu", "simd:cpu");
    }

    @Test
    void saysWhyADeviceCannotBeUsedAndWhatToDo() {
        assertThatThrownBy(() -> Backends.open("ghost:absent"))
                .isInstanceOf(BackendException.class)
                .hasMessageContainingAll(
                        "ghost:absent", "nobody has seen it", "Switch the light off", "simd:cpu");
    }

    @Test
    void availabilityIsAValue() {
        Availability no =
                Backends.devices().stream()
                        .filter(d -> d.id().equals("ghost:absent"))
                        .findFirst()
                        .orElseThrow()
                        .availability();
        assertThat(no).isEqualTo(Availability.no("nobody has seen it", "Switch the light off"));
        assertThat(no.isAvailable()).isFalse();
    }

    // ---- precedence, each in a JVM of its own

    /** Prints the id of the device that is opened. */
    static final class Main {
        public static void main(String[] args) {
            try {
                Backend b = args.length == 0 ? Backends.open() : Backends.open(args[0]);
                System.out.println("opened " + b.device().id());
            } catch (BackendException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }

    private static String open(String property, String variable, String... request) {
        List<String> options =
                property == null ? List.of() : List.of("-Drondo.backend=" + property);
        Map<String, String> environment =
                variable == null ? Map.of() : Map.of("RONDO_BACKEND", variable);
        return Fork.run(Main.class, options, environment, request).output();
    }

    @Test
    void anArgumentCountsMostThenThePropertyThenTheVariable() {
        assertThat(open("scalar", "simd", "ghost:present")).contains("opened ghost:present");
        assertThat(open("scalar", "ghost:present")).contains("opened scalar:cpu");
        assertThat(open(null, "ghost:present")).contains("opened ghost:present");
        assertThat(open(null, null)).contains("opened simd:cpu");
    }

    @Test
    void aWrongNameSaysWhereItCameFrom() {
        assertThat(open("cuda", "scalar")).contains("refused", "'cuda'", "rondo.backend");
        assertThat(open(null, "cuda")).contains("refused", "'cuda'", "RONDO_BACKEND");
    }

    // ---- what a JVM lacks

    private static String openOn(List<String> options, String... request) {
        return Fork.run(Main.class, options, Map.of(), request).output();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xint",
                "-XX:TieredStopAtLevel=0",
                "-XX:TieredStopAtLevel=1",
                "-XX:TieredStopAtLevel=3",
                "-XX:CompilationMode=quick-only"
            })
    void aJvmWithoutTheOptimisingCompilerHasNoVectors(String option) {
        assertThat(openOn(List.of(option))).contains("opened scalar:cpu");
        assertThat(openOn(List.of(option), "simd"))
                .contains("refused", "'simd' cannot be used: this JVM ")
                .contains("start Java without -Xint, -XX:TieredStopAtLevel")
                .contains("Otherwise there is");
    }

    @Test
    void aJvmWithoutFusedMultiplyAddsHasNoProducts() {
        List<String> without = List.of("-XX:-UseFMA");
        assertThat(openOn(without)).contains("opened scalar:cpu");
        assertThat(openOn(without, "simd"))
                .contains("refused", "'simd' cannot be used: this JVM has no instruction")
                .contains("start Java without -XX:-UseFMA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "15", "1048577", "-512", "512K", "99999999999"})
    void aCacheThatCannotBeIsRefused(String kib) {
        assertThat(openOn(List.of("-Drondo.simd.cache=" + kib), "simd"))
                .contains("refused", "rondo.simd.cache must be a number of KiB, 16 to 1048576")
                .contains("not " + kib);
    }

    @Test
    void aJvmWithTheOptimisingCompilerHasVectors() {
        for (String option : List.of("-XX:-TieredCompilation", "-XX:CompilationMode=high-only")) {
            assertThat(openOn(List.of(option))).contains("opened simd:cpu");
        }
    }

    @Test
    void aJvmWithoutTheVectorApiSaysHowToAddIt() {
        assertThat(Fork.runBare(Main.class, List.of(), Map.of(), "simd").output())
                .contains("the module jdk.incubator.vector is not loaded")
                .contains("start Java with --add-modules jdk.incubator.vector");
    }

    // ---- auto, when it does not take the best

    private static final String SLOW = "Rondo computes on scalar:cpu";

    @Test
    void whoGetsTheSlowBackendIsToldWhy() {
        assertThat(Fork.runBare(Main.class, List.of(), Map.of()).output())
                .contains("opened scalar:cpu", SLOW)
                .contains("simd:cpu cannot be used, since the module jdk.incubator.vector is not")
                .contains("start Java with --add-modules jdk.incubator.vector")
                .contains("-Drondo.backend=scalar");
    }

    @Test
    void whoNamesTheSlowBackendIsToldNothing() {
        assertThat(Fork.runBare(Main.class, List.of(), Map.of(), "scalar").output())
                .contains("opened scalar:cpu")
                .doesNotContain(SLOW);
        assertThat(openOn(List.of())).contains("opened simd:cpu").doesNotContain(SLOW);
    }

    /** Opens twice, as in a jar where simd's line of the services was lost. */
    static final class Shaded {
        public static void main(String[] args) throws IOException {
            String services = "META-INF/services/" + BackendProvider.class.getName();
            ClassLoader all = Shaded.class.getClassLoader();
            List<URL> kept = new ArrayList<>();
            for (URL file : Collections.list(all.getResources(services))) {
                try (InputStream in = file.openStream()) {
                    if (!new String(in.readAllBytes(), UTF_8).contains("Simd")) {
                        kept.add(file);
                    }
                }
            }
            Thread.currentThread()
                    .setContextClassLoader(
                            new ClassLoader(all) {
                                @Override
                                public Enumeration<URL> getResources(String name)
                                        throws IOException {
                                    return name.equals(services)
                                            ? Collections.enumeration(kept)
                                            : super.getResources(name);
                                }
                            });
            Main.main(new String[0]);
            Main.main(new String[] {"auto"});
        }
    }

    @Test
    void aJarThatLostItsServicesSaysSoOnce() {
        assertThat(Fork.run(Shaded.class, List.of(), Map.of()).output())
                .contains("opened scalar:cpu")
                .contains("simd is not there", "rondo-backend-simd", "META-INF/services/")
                .containsOnlyOnce(SLOW);
    }
}
