package dev.rondo.backend.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.backend.Availability;
import dev.rondo.backend.BackendProvider;
import dev.rondo.backend.Device;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/** Whatever is missing is named, together with what to do about it. */
class InstallationTest {
    @TempDir private Path home;

    private String absent(String refused) {
        return text(Installation.absent(home.toString(), refused));
    }

    private static String text(Availability.Unavailable why) {
        return why.reason() + " | " + why.remedy();
    }

    private void sdk(String version, String... files) throws IOException {
        Path jars = Files.createDirectories(home.resolve("share/java/tornado"));
        Files.writeString(jars.resolve("tornado-api-" + version + ".jar"), "");
        for (String file : files) {
            Files.writeString(home.resolve(file), "");
        }
    }

    @Test
    void noHomeIsNamed() {
        assertThat(text(Installation.absent("", null)))
                .contains(
                        "TORNADOVM_HOME is not set",
                        "install TornadoVM 6.0 or later, or 5.2.0 for JDK 25");
    }

    @Test
    void theHomeIsNoDirectory() {
        String nowhere = home.resolve("nowhere").toString();
        assertThat(text(Installation.absent(nowhere, null))).contains(nowhere, "no directory");
    }

    @Test
    void theHomeHoldsSomethingElse() {
        assertThat(absent(null)).contains(home.toString(), "no SDK of TornadoVM", "tornado-api-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.0.1-jdk21", "5.1.0-jdk25", "5.2.0-jdk21", "5.2.0"})
    void theVersionIsAnother(String version) throws IOException {
        sdk(version, "tornado-argfile");
        assertThat(absent(null))
                .contains("does not run on TornadoVM " + version + " with JDK", "5.2.0 for JDK 25");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.2.0-jdk25", "5.2.1-jdk25-dev", "6.0.0-jdk22plus", "7.3.1-jdk22plus"})
    void aVersionOfEitherLineIsTaken(String version) throws IOException {
        sdk(version, "tornado-argfile");
        assertThat(absent(null)).contains("without the argument file");
        assertThat(loaded("tornado-api-" + version + ".jar", "false")).isEmpty();
    }

    @Test
    void aLineSaysWhatItHas() {
        assertThat(TornadoLine.of("7.3.1-jdk22plus").orElseThrow().describe("7.3.1-jdk22plus"))
                .isEqualTo("TornadoVM 7.3.1-jdk22plus (no FPGAs, which only 5.2 has)");
        assertThat(TornadoLine.of("5.2.0-jdk25").orElseThrow().describe("5.2.0-jdk25"))
                .isEqualTo("TornadoVM 5.2.0-jdk25 (FPGAs too)");
    }

    @Test
    void theArgumentFileIsForAnotherJdk() throws IOException {
        sdk("6.0.0-jdk22plus", "tornado-argfile");
        assertThat(absent("Unrecognized VM option 'EnableJVMCI'"))
                .contains("made for another JDK", "make it anew");
    }

    @Test
    void theSdkWasMoved() throws IOException {
        sdk("5.2.0-jdk25");
        String old = home.resolve("old/share/java/tornado").toString();
        Files.writeString(
                home.resolve("tornado-argfile"),
                "-server\n--module-path .:" + old + "\n--add-modules ALL-SYSTEM\n");
        assertThat(absent("Module tornado.runtime not found"))
                .contains("Module tornado.runtime not found", old, "the SDK was moved");
    }

    @Test
    void theArgumentFileIsMissing() throws IOException {
        sdk("5.2.0-jdk25");
        assertThat(absent(null)).contains("tornado-argfile is missing", "install");
    }

    @Test
    void theArgumentFileIsStillATemplate() throws IOException {
        sdk("5.2.0-jdk25", "tornado-argfile.template");
        assertThat(absent(null)).contains("tornado-argfile is missing", "make it: envsubst <");
    }

    @Test
    void javaRefusesTheArgumentFile() throws IOException {
        sdk("5.2.0-jdk25", "tornado-argfile");
        assertThat(absent("Module tornado.drivers.opencl not found"))
                .contains("Java does not start with", "Module tornado.drivers.opencl not found");
    }

    @Test
    void theArgumentFileIsNotUsed() throws IOException {
        sdk("5.2.0-jdk25", "tornado-argfile");
        assertThat(absent(null))
                .contains(
                        "without the argument file",
                        "@" + home.resolve("tornado-argfile") + " -Dtornado.recover.bailout=false");
    }

    private static String loaded(String jar, String bailout) {
        return Installation.unsuitable(URI.create("file:///sdk/" + jar), bailout)
                .map(InstallationTest::text)
                .orElse("");
    }

    @Test
    void anSdkThatIsLoadedIsLookedAtToo() {
        String api = "tornado-api-5.2.0-jdk25.jar";
        assertThat(loaded(api, "false")).isEmpty();
        assertThat(loaded(api, "True")).contains("tornado.recover.bailout is True", "=false");
        assertThat(loaded(api, null)).contains("tornado.recover.bailout is not set", "=false");
        assertThat(loaded("tornado-api-5.0.0-jdk25.jar", "false"))
                .contains("does not run on TornadoVM 5.0.0-jdk25");
        assertThat(loaded("something.jar", "false")).contains("TornadoVM something.jar");
    }

    /** In this JVM, which was started without an SDK: the provider answers, and loads nothing. */
    @Test
    void whereNothingCanBeUsedOneDeviceStandsForAll() {
        BackendProvider provider =
                ServiceLoader.load(BackendProvider.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .filter(p -> p.name().equals("tornado"))
                        .findFirst()
                        .orElseThrow();
        List<Device> devices = provider.devices();
        assertThat(devices).hasSize(1);
        assertThat(devices.getFirst().id()).isEqualTo("tornado:any");
        assertThat(devices.getFirst().availability().isAvailable()).isFalse();
        assertThat(provider.isMeant("opencl:0", devices.getFirst())).isTrue();
        assertThat(provider.isMeant("gpu", devices.getFirst())).isTrue();
    }
}
