package dev.rondo.cli.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.rondo.models.data.DataException;
import dev.rondo.models.data.Vocabulary;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A vocabulary from a file. It is a JSON list of characters in the order of their symbols, or a
 * JSON object from character to symbol. If the file's name does not end in {@code .json}, it is a
 * text that contains each character once, in order. JSON may also contain special symbols ({@link
 * Vocabulary#of(List)}).
 */
public final class VocabularyFile {
    private VocabularyFile() {}

    /**
     * Reads a vocabulary.
     *
     * @throws DataException when the file's content is not a vocabulary
     * @throws IOException when the file cannot be read
     */
    public static Vocabulary read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new DataException(file + " is not UTF-8");
        }
        List<String> symbols =
                file.toString().endsWith(".json")
                        ? json(file, text)
                        : text.codePoints().mapToObj(Character::toString).toList();
        int none = symbols.indexOf(null);
        if (none >= 0) {
            throw new DataException(
                    file + ": symbol " + none + " must be one character, found none");
        }
        try {
            Vocabulary vocabulary = Vocabulary.of(symbols);
            if (vocabulary.characters().isEmpty()) {
                throw new DataException(file + " holds no characters");
            }
            return vocabulary;
        } catch (IllegalArgumentException e) {
            throw new DataException(file + ": " + e.getMessage());
        }
    }

    /** Composes a letter and its mark into one character if Unicode has one. */
    private static String character(String written) {
        boolean one = written.codePointCount(0, written.length()) == 1;
        return one ? written : Normalizer.normalize(written, Normalizer.Form.NFC);
    }

    private static List<String> json(Path file, String text) {
        JsonNode root;
        try {
            root =
                    new ObjectMapper()
                            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                            .readTree(text);
        } catch (JsonProcessingException e) {
            throw new DataException(file + " is not well-formed JSON: " + e.getOriginalMessage());
        }
        if (root.isArray()) {
            List<String> symbols = new ArrayList<>();
            root.forEach(n -> symbols.add(n.isTextual() ? character(n.textValue()) : null));
            return symbols;
        }
        if (!root.isObject()) {
            throw new DataException(
                    file
                            + " must be a JSON list of characters, or an object from character to symbol");
        }
        String[] symbols = new String[root.size()];
        root.properties()
                .forEach(
                        e -> {
                            int at = e.getValue().isInt() ? e.getValue().intValue() : -1;
                            if (at < 0 || at >= symbols.length || symbols[at] != null) {
                                throw new DataException(
                                        String.format(
                                                Locale.ROOT,
                                                "%s: \"%s\" must have a symbol of its own from 0 to %d, found %s",
                                                file,
                                                e.getKey(),
                                                symbols.length - 1,
                                                e.getValue()));
                            }
                            symbols[at] = character(e.getKey());
                        });
        return Arrays.asList(symbols);
    }
}
