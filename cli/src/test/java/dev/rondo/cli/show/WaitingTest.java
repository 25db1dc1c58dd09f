package dev.rondo.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.Console;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

class WaitingTest {
    private final StringWriter err = new StringWriter();
    private final CountDownLatch told = new CountDownLatch(2);

    private final PrintWriter lines =
            new PrintWriter(err) {
                @Override
                public void flush() {
                    super.flush();
                    told.countDown();
                }
            };

    private final Console console = new Console(null, lines, false, false);

    @Test
    void whatLastsIsSaidAgainAndAgain() throws InterruptedException {
        try (var _ = Waiting.on(console, "compiling", Duration.ofMillis(1))) {
            told.await();
        }
        assertThat(err.toString().lines()).allMatch(l -> l.startsWith("compiling ... "));
    }

    @Test
    void whatIsDoneAtOnceIsNotSaid() {
        Waiting.on(console, "compiling", Duration.ofDays(1)).close();
        assertThat(err.toString()).isEmpty();
    }
}
