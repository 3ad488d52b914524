package dev.exhibit.evidence.policy;

import com.google.common.collect.ImmutableSet;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.Map;

/**
 * A condition in CEL (github.com/google/cel-spec) over {@code component}, {@code advisory} and {@code finding}. Of the standard
 * functions those are left out whose answer may depend on the machine or whose cost may run away: regular expressions, times
 * and time zones, conversions, arithmetic but {@code +} and {@code -}.
 */
final class Condition {
    /** Characters of one condition. */
    static final int MAX_LENGTH = 2_048;

    private static final int MAX_NODES = 500;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_ITERATIONS = 10_000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(MAX_LENGTH)
            .maxParseRecursionDepth(MAX_DEPTH)
            .maxParseExpressionNodeCount(MAX_NODES)
            .maxParseErrorRecoveryLimit(1)
            .comprehensionMaxIterations(MAX_ITERATIONS)
            .enableHeterogeneousNumericComparisons(true)
            .build();
    private static final ImmutableSet<StandardFunction> FUNCTIONS = ImmutableSet.of(
            StandardFunction.LOGICAL_NOT,
            StandardFunction.LOGICAL_AND,
            StandardFunction.LOGICAL_OR,
            StandardFunction.CONDITIONAL,
            StandardFunction.NOT_STRICTLY_FALSE,
            StandardFunction.EQUALS,
            StandardFunction.NOT_EQUALS,
            StandardFunction.LESS,
            StandardFunction.LESS_EQUALS,
            StandardFunction.GREATER,
            StandardFunction.GREATER_EQUALS,
            StandardFunction.ADD,
            StandardFunction.SUBTRACT,
            StandardFunction.IN,
            StandardFunction.INDEX,
            StandardFunction.SIZE,
            StandardFunction.CONTAINS,
            StandardFunction.STARTS_WITH,
            StandardFunction.ENDS_WITH);
    private static final CelType DATA = MapType.create(SimpleType.STRING, SimpleType.DYN);
    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardEnvironmentEnabled(false)
            .setStandardDeclarations(CelStandardDeclarations.newBuilder()
                    .includeFunctions(FUNCTIONS)
                    .build())
            .setStandardMacros(
                    CelStandardMacro.HAS, CelStandardMacro.ALL, CelStandardMacro.EXISTS, CelStandardMacro.EXISTS_ONE)
            .addVar("component", DATA)
            .addVar("advisory", DATA)
            .addVar("finding", DATA)
            .setResultType(SimpleType.BOOL)
            .build();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

    private final CelRuntime.Program program;

    private Condition(CelRuntime.Program program) {
        this.program = program;
    }

    /** What came of a condition. */
    enum Outcome {
        TRUE,
        FALSE,
        /** It asked for what is not there, or ran too long. */
        ERROR
    }

    /** @throws MalformedException for what is not such a condition, with the compiler's first word on it */
    static Condition compile(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new MalformedException(Reason.TOO_LARGE, "a condition has at most " + MAX_LENGTH + " characters");
        }
        try {
            CelAbstractSyntaxTree tree = COMPILER.compile(text).getAst();
            return new Condition(RUNTIME.createProgram(tree));
        } catch (CelValidationException | CelEvaluationException refused) {
            throw new MalformedException(
                    Reason.BAD_VALUE,
                    String.valueOf(refused.getMessage()).lines().findFirst().orElse("not a condition in CEL"));
        }
    }

    Outcome test(Map<String, Object> variables) {
        try {
            return Boolean.TRUE.equals(program.eval(variables)) ? Outcome.TRUE : Outcome.FALSE;
        } catch (CelEvaluationException failed) {
            return Outcome.ERROR;
        }
    }
}
