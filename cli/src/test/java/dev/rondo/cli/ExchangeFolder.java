package dev.rondo.cli;

import dev.rondo.array.Array;
import dev.rondo.models.checkpoint.Safetensors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A folder with a text to train on, and what goes out of it and comes back. */
abstract class ExchangeFolder {
    private static final String SENTENCE =
            "It is a truth universally acknowledged, that tests fail. ";

    /** Options of a short training, but for the end of where it goes. */
    static final String SMALL = " --batch 2 --sequence 8 --backend scalar --warmup 0 --output DIR/";

    @TempDir Path folder;

    @BeforeEach
    void text() throws IOException {
        text(folder);
    }

    private static void text(Path folder) throws IOException {
        Files.writeString(folder.resolve("text.txt"), SENTENCE.repeat(60));
        String characters =
                SENTENCE.codePoints()
                        .sorted()
                        .distinct()
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        Files.writeString(folder.resolve("characters.txt"), characters);
    }

    /** Runs a command whose {@code DIR} is the folder. */
    final CommandLineRun rondo(String line) {
        return CommandLineRun.line(line.replace("DIR", folder.toString()));
    }

    /** What a file of the folder holds. */
    final Map<String, Array> tensors(String file) {
        return Safetensors.read(folder.resolve(file)).tensors();
    }

    /** Trains a run of a cell, and exports it. */
    final void trained(String cell) {
        rondo(
                        "train text --text DIR/text.txt --hidden 6 --embedding 5 --layers 2 --steps 3"
                                + " --dropout 0.1 --recurrent-dropout 0.1 --cell "
                                + cell
                                + SMALL
                                + "run")
                .succeeded();
        rondo("export DIR/run --format torch --output DIR/out.safetensors").succeeded();
    }
}
