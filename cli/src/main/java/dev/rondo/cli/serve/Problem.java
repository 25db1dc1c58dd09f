package dev.rondo.cli.serve;

import java.util.Map;

/**
 * A request that is not answered as it was asked for. It becomes a problem of RFC 9457: what was
 * wrong, what was expected, and what to do.
 */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String title;
    private final transient Map<String, String> headers;

    private Problem(int status, String title, String detail, Map<String, String> headers) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
        this.headers = headers;
    }

    /** 400: what came is no JSON, or no HTTP as it should be. */
    static Problem malformed(String detail) {
        return new Problem(400, "malformed request", detail, Map.of());
    }

    /** 401: the token is missing or wrong. */
    static Problem unauthorized(String detail) {
        return new Problem(
                401,
                "token required",
                detail,
                Map.of("WWW-Authenticate", "Bearer realm=\"rondo\""));
    }

    /** 403: a page of another site asks. */
    static Problem forbidden(String detail) {
        return new Problem(403, "forbidden", detail, Map.of());
    }

    /** 404: there is nothing of that name. */
    static Problem notFound(String detail) {
        return new Problem(404, "not found", detail, Map.of());
    }

    /**
     * 405: the path takes other methods.
     *
     * @param allowed the methods that it takes, separated by commas
     */
    static Problem method(String detail, String allowed) {
        return new Problem(405, "method not allowed", detail, Map.of("Allow", allowed));
    }

    /** 408: the request did not come in time. */
    static Problem late(String detail) {
        return new Problem(408, "request timeout", detail, Map.of("Connection", "close"));
    }

    /** 409: it does not fit what is there. */
    static Problem conflict(String detail) {
        return new Problem(409, "conflict", detail, Map.of());
    }

    /** 413: the body is too large. */
    static Problem tooLarge(String detail) {
        return new Problem(413, "content too large", detail, Map.of());
    }

    /** 415: the body is of another type. */
    static Problem mediaType(String detail) {
        return new Problem(
                415, "unsupported media type", detail, Map.of("Accept", Answer.JSON_TYPE));
    }

    /** 421: the request was meant for another host. */
    static Problem misdirected(String detail) {
        return new Problem(421, "misdirected request", detail, Map.of());
    }

    /** 422: JSON as it should be, with values that cannot be. */
    static Problem unusable(String detail) {
        return new Problem(422, "unusable content", detail, Map.of());
    }

    /** 429: too much is asked at once. */
    static Problem tooMany(String detail) {
        return new Problem(429, "too many requests", detail, Map.of("Retry-After", "1"));
    }

    /** 500: the fault is ours. */
    static Problem failed(String detail) {
        return new Problem(500, "failed", detail, Map.of());
    }

    /** 503: not now. */
    static Problem unavailable(String detail) {
        return new Problem(503, "unavailable", detail, Map.of("Retry-After", "5"));
    }

    /** The answer that says it. */
    Answer answer() {
        return Answer.json(
                        status,
                        Json.object()
                                .put("type", "about:blank")
                                .put("title", title)
                                .put("status", status)
                                .put("detail", getMessage()))
                .typed(Answer.PROBLEM_TYPE)
                .with(headers);
    }
}
