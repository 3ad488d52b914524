package dev.exhibit.evidence.http;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.Receipts;
import dev.exhibit.evidence.ReceiveUpload;
import dev.exhibit.evidence.ReceiveUpload.Progress;
import dev.exhibit.evidence.UploadLedger.Upload;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** Blobs that come in parts, over HTTP. */
public final class UploadRoutes {
    private static final String OFFSET = "Upload-Offset";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final ReceiveUpload receive;
    private final Receipts receipts;
    private final Limits limits;

    public UploadRoutes(ReceiveUpload receive, Receipts receipts, Limits limits) {
        this.receive = receive;
        this.receipts = receipts;
        this.limits = limits;
    }

    public List<Route> routes() {
        String one = "/v1/uploads/{id}";
        Scope scope = Scope.EVIDENCE_WRITE;
        return List.of(
                new Route(Method.POST, "/v1/uploads", scope, new Body.Document(limits.jsonBody()), this::begin),
                new Route(Method.PATCH, one, scope, new Body.Stream(limits.artifact()), this::append),
                new Route(Method.GET, one, scope, new Body.None(), this::find));
    }

    private Answer begin(Exchange exchange) {
        ObjectReader request = exchange.json(JsonLimits.BODY);
        Digest digest = request.parsed("digest", Digest::parse);
        long size = request.optionalInteger("size", 0, Long.MAX_VALUE >> 11)
                .orElseThrow(() -> ProblemException.at(ProblemCode.MALFORMED, "/size", "how many bytes it will be"));
        request.end();
        Upload upload = receive.begin(exchange.call(), digest, size);
        return answer(201, upload).header("Location", "/v1/uploads/" + upload.id());
    }

    private Answer append(Exchange exchange) {
        String offset = exchange.header(OFFSET)
                .filter(text -> NUMBER.matcher(text).matches())
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.MALFORMED, OFFSET + " says where the bytes begin: a number from 0"));
        Progress progress = receive.append(exchange.call(), id(exchange), Long.parseLong(offset), exchange.stream());
        Answer answer = progress.stored()
                .map(stored -> BlobRoutes.stored(exchange, receipts, stored))
                .orElseGet(() -> Answer.empty(204));
        return answer.header(OFFSET, Long.toString(progress.received()));
    }

    private Answer find(Exchange exchange) {
        return answer(200, receive.find(exchange.call(), id(exchange)));
    }

    private static Answer answer(int status, Upload upload) {
        Json.Obj body = Json.object()
                .with("digest", upload.digest().toString())
                .with("id", upload.id().toString())
                .with("offset", upload.received())
                .with("size", upload.size());
        return Answer.json(status, body).header(OFFSET, Long.toString(upload.received()));
    }

    private static UUID id(Exchange exchange) {
        String text = exchange.pathParameter("id");
        if (!ID.matcher(text).matches()) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "no upload under way of this id; it may have ended");
        }
        return UUID.fromString(text);
    }
}
