package dev.rondo.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.name.Names;

import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendException;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Device;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Properties;

class RondoModuleTest {
    /** What a user writes: nothing of Guice. */
    static final class Doubler {
        private final Executable executable;

        @Inject
        Doubler(Executables executables) {
            executable =
                    executables.compile(
                            Program.of(DType.F64, Scope.root(), 1)
                                    .with("run", t -> t.output("y", t.input("x").times(2))));
        }

        double of(double x) {
            return executable
                    .run("run", Map.of("x", dev.rondo.array.Array.scalar(DType.F64, x)))
                    .get("y")
                    .item();
        }
    }

    record Everything(Backend backend, List<Device> devices) {
        @Inject
        Everything {}
    }

    private static Module configuration(String... pairs) {
        Properties p = new Properties();
        for (int i = 0; i < pairs.length; i += 2) {
            p.setProperty(pairs[i], pairs[i + 1]);
        }
        return new AbstractModule() {
            @Override
            protected void configure() {
                Names.bindProperties(binder(), p);
            }
        };
    }

    @AfterEach
    void noProperty() {
        System.clearProperty(Backends.PROPERTY);
    }

    @Test
    void theBestBackendAndEveryDeviceAreInjected() {
        Everything e = Guice.createInjector(new RondoModule()).getInstance(Everything.class);

        assertThat(e.backend.device()).isEqualTo(Backends.automatic());
        assertThat(e.devices).isEqualTo(Backends.devices()).isNotEmpty();
    }

    @Test
    void thereIsOneBackend() {
        Injector injector = Guice.createInjector(new RondoModule("scalar"));

        assertThat(injector.getInstance(Backend.class))
                .isSameAs(injector.getInstance(Backend.class));
    }

    @Test
    void theConfigurationChooses() {
        System.setProperty(Backends.PROPERTY, "not asked");
        Module settings = configuration("rondo.backend", "scalar:cpu", "rondo.threads", "1");
        Backend b = Guice.createInjector(new RondoModule(), settings).getInstance(Backend.class);

        assertThat(b.device().id()).isEqualTo("scalar:cpu");
        assertThat(b.threads()).isEqualTo(1);
    }

    @Test
    void aNumberOfThreadsThatIsNoneIsRefused() {
        Module settings = configuration("rondo.threads", "two");

        assertThatThrownBy(
                        () ->
                                Guice.createInjector(new RondoModule("scalar"), settings)
                                        .getInstance(Backend.class))
                .hasStackTraceContaining(
                        "rondo.threads must be a whole number, such as 2, got 'two'");
    }

    @Test
    void theConstructorGoesBeforeTheConfiguration() {
        Module settings = configuration("rondo.backend", "missing", "rondo.threads", "0");
        RondoModule module = new RondoModule("scalar", new BackendOptions(1));

        assertThat(Guice.createInjector(module, settings).getInstance(Backend.class).device().id())
                .isEqualTo("scalar:cpu");
    }

    @Test
    void withoutAConfigurationTheSystemPropertyChooses() {
        System.setProperty(Backends.PROPERTY, "abacus");

        assertThatThrownBy(() -> Guice.createInjector(new RondoModule()).getInstance(Backend.class))
                .hasRootCauseInstanceOf(BackendException.class)
                .rootCause()
                .hasMessageContainingAll("abacus", "system property", "scalar:cpu");
    }

    @Test
    void aMissingBackendIsNamedWithThoseThatAreThere() {
        assertThatThrownBy(
                        () ->
                                Guice.createInjector(new RondoModule("abacus"))
                                        .getInstance(Doubler.class))
                .hasRootCauseInstanceOf(BackendException.class)
                .rootCause()
                .hasMessageContainingAll("no backend 'abacus'", "scalar:cpu");
    }

    @Test
    void whatWasCompiledIsClosedTogether() {
        Injector injector = Guice.createInjector(new RondoModule());
        Doubler one = injector.getInstance(Doubler.class);
        Doubler two = injector.getInstance(Doubler.class);
        assertThat(one.of(3) + two.of(4)).isEqualTo(14);
        two.executable.close();

        injector.getInstance(Executables.class).close();

        assertThatThrownBy(() -> one.of(3)).hasMessageContaining("closed");
        assertThatThrownBy(() -> injector.getInstance(Doubler.class))
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .rootCause()
                .hasMessageContaining("executables are closed");
        injector.getInstance(Executables.class).close();
    }
}
