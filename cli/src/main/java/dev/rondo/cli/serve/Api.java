package dev.rondo.cli.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What can be asked. {@code openapi.json} describes it. */
final class Api {
    private static final String MODELS = "/v1/models";
    private static final String MODEL = MODELS + "/{model}";
    private static final String SESSIONS = MODEL + "/sessions";
    private static final String SESSION = SESSIONS + "/{session}";

    private final Models models;
    private final Sessions sessions;
    private final Metrics metrics;
    private final int queue;
    private final BooleanSupplier stopping;

    /**
     * The operations on some models.
     *
     * @param queue the limit of each model's queue
     * @param stopping whether the server is about to end
     */
    Api(Models models, Sessions sessions, Metrics metrics, int queue, BooleanSupplier stopping) {
        this.models = models;
        this.sessions = sessions;
        this.metrics = metrics;
        this.queue = queue;
        this.stopping = stopping;
    }

    /** All routes. */
    List<Route> routes() {
        Site site = Site.load();
        return List.of(
                Route.open("/", (_, _) -> site.page()),
                Route.open("/openapi.json", (_, _) -> site.openApi()),
                Route.open("/health", (_, _) -> health()),
                Route.get(
                        "/metrics",
                        (_, _) -> Answer.text(Metrics.TYPE, metrics.text(models, sessions, queue))),
                Route.get(MODELS, (_, _) -> list()),
                Route.get(MODEL, (path, _) -> Answer.ok(description(model(path)))),
                Route.post(MODEL + "/predict", (path, body) -> predict(model(path), body)),
                Route.post(MODEL + "/forecast", (path, body) -> forecast(model(path), body)),
                Route.post(MODEL + "/classify", (path, body) -> classify(model(path), body)),
                Route.post(SESSIONS, (path, body) -> open(model(path), body)),
                Route.get(SESSION, (path, _) -> show(session(path))),
                Route.delete(SESSION, (path, _) -> close(session(path))),
                Route.get(
                        SESSION + "/snapshot",
                        (path, _) -> {
                            Session s = session(path);
                            s.touch();
                            return Answer.ok(Snapshot.of(s.model(), s.state()));
                        }),
                Route.post(
                        SESSION + "/step",
                        (path, body) -> go(session(path), (m, state) -> m.read(state, body))),
                Route.post(
                        SESSION + "/generate",
                        (path, body) -> go(session(path), (m, state) -> m.write(state, body))));
    }

    private NamedModel model(Map<String, String> path) {
        return models.find(path.get("model"));
    }

    private Session session(Map<String, String> path) {
        return sessions.find(model(path), path.get("session"));
    }

    private Answer health() {
        boolean ends = stopping.getAsBoolean();
        return Answer.json(
                ends ? 503 : 200,
                Json.object()
                        .put("status", ends ? "stopping" : "ok")
                        .put("models", models.all().size()));
    }

    private Answer list() {
        ObjectNode all = Json.object();
        ArrayNode list = all.putArray("models");
        models.all().forEach(m -> list.add(description(m)));
        return Answer.ok(all);
    }

    private static ObjectNode description(NamedModel m) {
        ObjectNode d =
                Json.object()
                        .put("name", m.name())
                        .put("task", m.model().task())
                        .put("sha256", m.sha256());
        ArrayNode operations = d.putArray("operations");
        m.model().operations().forEach(operations::add);
        d.setAll(m.model().description());
        return d;
    }

    private static Answer predict(NamedModel m, ObjectNode body) {
        if (m.model() instanceof ServedModel.Predicting p) {
            return Answer.ok(p.predict(body));
        }
        throw m.without("predict");
    }

    private static Answer forecast(NamedModel m, ObjectNode body) {
        if (m.model() instanceof ServedModel.Forecasting f) {
            return Answer.ok(f.forecast(body));
        }
        throw m.without("forecast");
    }

    private static Answer classify(NamedModel m, ObjectNode body) {
        if (m.model() instanceof ServedModel.Classifying c) {
            return Answer.ok(c.classify(body));
        }
        throw m.without("classify");
    }

    private Answer open(NamedModel m, ObjectNode body) {
        ServedText text = m.text();
        Sessions.Opened opened = sessions.open(m, () -> text.open(m, body));
        String id = opened.session().id();
        ObjectNode answer = Json.object().put("session", id);
        answer.put("model", m.name());
        answer.put("expires_after_seconds", sessions.expiry());
        answer.setAll(opened.step().answer());
        String name = URLEncoder.encode(m.name(), StandardCharsets.UTF_8).replace("+", "%20");
        return Answer.json(201, answer)
                .with(Map.of("Location", MODELS + "/" + name + "/sessions/" + id));
    }

    private static Answer show(Session s) {
        return Answer.ok(
                Json.object()
                        .put("session", s.id())
                        .put("model", s.model().name())
                        .put(Session.POSITION, s.state().position())
                        .put("used", s.used().toString()));
    }

    private Answer close(Session s) {
        sessions.close(s);
        return Answer.nothing();
    }

    private Answer go(Session s, Session.Going how) {
        ObjectNode answer = s.go(how);
        sessions.changed();
        return Answer.ok(answer);
    }
}
