package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.backend.BackendException;
import dev.rondo.backend.Backends;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Backends of somebody else's jar that are wrong in a way that the user has to be told. */
class OutsideBackendTest {
    private static final String SERVICE = "dev.rondo.backend.BackendProvider";
    private static final String PROVIDER =
            """
            import dev.rondo.backend.*;
            import java.util.List;

            public class NAME implements BackendProvider {
                public NAME() { BODY }
                public String name() { return "ID"; }
                public List<Device> devices() {
                    return List.of(new Device("ID", "cpu", "theirs", Availability.yes()));
                }
                public Backend open(Device device, BackendOptions options) { return null; }
            }
            """;

    @TempDir private Path folder;

    private ProviderJar jar(String name, String id, String body) throws IOException {
        String source = PROVIDER.replace("NAME", name).replace("ID", id).replace("BODY", body);
        return ProviderJar.of(folder, Map.of(SERVICE, name + "\n"), Map.of(name, source));
    }

    @Test
    void aNameThatIsTakenIsNotListedTwice() throws IOException {
        CommandLineRun run = jar("Twin", "simd", "").run("backends").succeeded();

        assertThat(run.out())
                .containsOnlyOnce("* simd:cpu")
                .doesNotContain("theirs")
                .contains("left out: Twin: the name 'simd' is taken by dev.rondo.backend.simd.");
    }

    @Test
    void aProviderThatCannotBeMadeIsNamedWithItsReason() throws IOException {
        String fails = "if (true) throw new IllegalStateException(\"no driver\");";
        CommandLineRun run = jar("Throws", "card", fails).run("backends").succeeded();

        assertThat(run.out()).contains("left out: ", "Throws", "no driver", "* simd:cpu");
    }

    @Test
    void aProviderThatOpensNothingIsNamed() throws IOException {
        String message =
                jar("Empty", "hollow", "")
                        .here(
                                () -> {
                                    try {
                                        return "" + Backends.open("hollow");
                                    } catch (BackendException e) {
                                        return e.getMessage();
                                    }
                                });

        assertThat(message).contains("Empty", "hollow:cpu", "null");
    }
}
