package dev.rondo.cli.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is done for one method of one path.
 *
 * @param method the method of HTTP
 * @param template the path; a segment in braces stands for any
 * @param isOpen whether it is answered without a token
 * @param readsBody whether a body of JSON is read
 * @param handler answers
 */
record Route(
        String method, String template, boolean isOpen, boolean readsBody, Handler handler) {
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
        return new Route("GET", template, true, false, handler);
    }

    static Route get(String template, Handler handler) {
        return new Route("GET", template, false, false, handler);
    }

    static Route post(String template, Handler handler) {
        return new Route("POST", template, false, true, handler);
    }

    static Route delete(String template, Handler handler) {
        return new Route("DELETE", template, false, false, handler);
    }

    /** The segments in braces if this path is meant. */
    Optional<Map<String, String>> match(String rawPath) {
        String[] wanted = template.split("/", -1);
        String[] found = rawPath.split("/", -1);
        if (wanted.length != found.length) {
            return Optional.empty();
        }
        Map<String, String> names = new LinkedHashMap<>();
        for (int i = 0; i < wanted.length; i++) {
            String segment = decoded(found[i]);
            if (wanted[i].startsWith("{")) {
                names.put(wanted[i].substring(1, wanted[i].length() - 1), segment);
            } else if (!wanted[i].equals(segment)) {
                return Optional.empty();
            }
        }
        return Optional.of(names);
    }

    private static String decoded(String segment) {
        try {
            return new URI("/" + segment).getPath().substring(1);
        } catch (URISyntaxException e) {
            throw Problem.malformed("the path holds a character that must be percent-encoded");
        }
    }
}
