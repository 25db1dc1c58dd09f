package dev.rondo.cli.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is done for one method of one path.
 *
 * @param method the method of HTTP
 * @param template the segments of the path; one in braces stands for any
 * @param isOpen whether it is answered without a token
 * @param readsBody whether a body of JSON is read
 * @param handler answers
 */
record Route(
        String method, List<String> template, boolean isOpen, boolean readsBody, Handler handler) {
    /** Answers requests. */
    @FunctionalInterface
    interface Handler {
        /**
         * Answers.
         *
         * @param path the segments in braces, by name
         * @param body an empty object where none is read
         * @throws Problem when it cannot be answered
         */
        Answer answer(Map<String, String> path, ObjectNode body);
    }

    /** One that anybody may ask. */
    static Route open(String template, Handler handler) {
        return new Route("GET", segments(template), true, false, handler);
    }

    static Route get(String template, Handler handler) {
        return new Route("GET", segments(template), false, false, handler);
    }

    static Route post(String template, Handler handler) {
        return new Route("POST", segments(template), false, true, handler);
    }

    static Route delete(String template, Handler handler) {
        return new Route("DELETE", segments(template), false, false, handler);
    }

    /** The path, with names in braces. */
    String path() {
        return String.join("/", template).isEmpty() ? "/" : String.join("/", template);
    }

    /** The segments in braces, if this path is meant. */
    Optional<Map<String, String>> match(List<String> path) {
        if (template.size() != path.size()) {
            return Optional.empty();
        }
        Map<String, String> names = new LinkedHashMap<>();
        for (int i = 0; i < template.size(); i++) {
            String w = template.get(i);
            if (w.startsWith("{")) {
                names.put(w.substring(1, w.length() - 1), path.get(i));
            } else if (!w.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(names);
    }

    /**
     * The decoded segments of a path. The first is empty, as the path begins with a slash.
     *
     * @throws Problem when it cannot be decoded
     */
    static List<String> segments(String rawPath) {
        List<String> segments = new ArrayList<>();
        for (String segment : rawPath.split("/", -1)) {
            segments.add(segment.indexOf('%') < 0 ? segment : decoded(segment));
        }
        return segments;
    }

    private static String decoded(String segment) {
        try {
            return new URI("/" + segment).getPath().substring(1);
        } catch (URISyntaxException e) {
            throw Problem.malformed("the path holds a character that must be percent-encoded");
        }
    }
}
