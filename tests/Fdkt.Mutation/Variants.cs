using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fdkt.Mutation;

/// <summary>What an expression is changed into: other operators, other constants, conditions turned around, calls that do the opposite.</summary>
internal static class Variants
{
    private static readonly Dictionary<SyntaxKind, string[]> Operators = new()
    {
        [SyntaxKind.PlusToken] = ["-"],
        [SyntaxKind.MinusToken] = ["+"],
        [SyntaxKind.AsteriskToken] = ["/"],
        [SyntaxKind.SlashToken] = ["*"],
        [SyntaxKind.PercentToken] = ["*"],
        [SyntaxKind.LessThanToken] = ["<=", ">="],
        [SyntaxKind.LessThanEqualsToken] = ["<", ">"],
        [SyntaxKind.GreaterThanToken] = [">=", "<="],
        [SyntaxKind.GreaterThanEqualsToken] = [">", "<"],
        [SyntaxKind.EqualsEqualsToken] = ["!="],
        [SyntaxKind.ExclamationEqualsToken] = ["=="],
        [SyntaxKind.AmpersandAmpersandToken] = ["||"],
        [SyntaxKind.BarBarToken] = ["&&"],
        [SyntaxKind.LessThanLessThanToken] = [">>"],
        [SyntaxKind.GreaterThanGreaterThanToken] = ["<<"],
        [SyntaxKind.GreaterThanGreaterThanGreaterThanToken] = ["<<"],
        [SyntaxKind.AmpersandToken] = ["|"],
        [SyntaxKind.BarToken] = ["&"],
        [SyntaxKind.CaretToken] = ["&"],
        [SyntaxKind.PlusEqualsToken] = ["-="],
        [SyntaxKind.MinusEqualsToken] = ["+="],
        [SyntaxKind.AsteriskEqualsToken] = ["/="],
        [SyntaxKind.SlashEqualsToken] = ["*="],
        [SyntaxKind.BarEqualsToken] = ["&="],
        [SyntaxKind.AmpersandEqualsToken] = ["|="],
    };

    private static readonly Dictionary<string, string> Calls = Pairs(
        ("Max", "Min"), ("Ceiling", "Floor"), ("Any", "All"), ("First", "Last"), ("OrderBy", "OrderByDescending"), ("Skip", "Take"), ("Exp", "Log"),
        ("add_", "sub_"), ("mul_", "div_"), ("mul", "div"), ("eq", "ne"), ("ge", "gt"), ("lt", "le"), ("logical_and", "logical_or"));

    /// <summary>The texts an expression is replaced by; none for most.</summary>
    public static IEnumerable<string> Of(ExpressionSyntax node) => node switch
    {
        BinaryExpressionSyntax binary => Replaced(node, binary.OperatorToken),
        AssignmentExpressionSyntax assignment => Replaced(node, assignment.OperatorToken),
        IsPatternExpressionSyntax pattern => Patterns(pattern),
        LiteralExpressionSyntax literal => Literals(literal),
        PrefixUnaryExpressionSyntax prefix => Prefixes(prefix),
        PostfixUnaryExpressionSyntax postfix when postfix.OperatorToken.Kind() is SyntaxKind.PlusPlusToken or SyntaxKind.MinusMinusToken =>
            [With(node, postfix.OperatorToken, postfix.OperatorToken.IsKind(SyntaxKind.PlusPlusToken) ? "--" : "++")],
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } } => Swapped(node, name.Identifier),
        _ => [],
    };

    private static IEnumerable<string> Replaced(ExpressionSyntax node, SyntaxToken token) =>
        Operators.TryGetValue(token.Kind(), out string[]? others) ? others.Select(other => With(node, token, other)) : [];

    private static IEnumerable<string> Swapped(ExpressionSyntax node, SyntaxToken name)
    {
        if (Calls.TryGetValue(name.Text, out string? other))
        {
            yield return With(node, name, other);
        }
    }

    private static IEnumerable<string> Prefixes(PrefixUnaryExpressionSyntax node) => node.Kind() switch
    {
        SyntaxKind.LogicalNotExpression or SyntaxKind.UnaryMinusExpression => [node.Operand.ToString()],
        SyntaxKind.PreIncrementExpression => [With(node, node.OperatorToken, "--")],
        SyntaxKind.PreDecrementExpression => [With(node, node.OperatorToken, "++")],
        _ => [],
    };

    private static IEnumerable<string> Literals(LiteralExpressionSyntax node) => node.Kind() switch
    {
        // From 2^53 on a number and the next are the same.
        SyntaxKind.NumericLiteralExpression when node.Token.Value is double value && value + 1 == value => [],
        SyntaxKind.NumericLiteralExpression => [$"{node} + 1"],
        SyntaxKind.TrueLiteralExpression => ["false"],
        SyntaxKind.FalseLiteralExpression => ["true"],
        _ => [],
    };

    // Constants of a pattern cannot be chosen at run time, but the whole test can.
    private static IEnumerable<string> Patterns(IsPatternExpressionSyntax node)
    {
        foreach (SyntaxNode part in node.Pattern.DescendantNodesAndSelf())
        {
            string[] others = part switch
            {
                RelationalPatternSyntax relational => [.. Operators[relational.OperatorToken.Kind()].Select(other => With(node, relational.OperatorToken, other))],
                BinaryPatternSyntax binary => [With(node, binary.OperatorToken, binary.OperatorToken.IsKind(SyntaxKind.AndKeyword) ? "or" : "and")],
                _ => [],
            };
            foreach (string other in others)
            {
                yield return other;
            }
        }

        if (!node.DescendantNodes().Any(part => part is SingleVariableDesignationSyntax))
        {
            yield return $"!({node})";
        }
    }

    private static string With(ExpressionSyntax node, SyntaxToken token, string text)
    {
        string whole = node.ToString();
        int start = token.SpanStart - node.SpanStart;
        return whole[..start] + text + whole[(start + token.Span.Length)..];
    }

    private static Dictionary<string, string> Pairs(params (string One, string Other)[] pairs) =>
        pairs.SelectMany(pair => (KeyValuePair<string, string>[])[new(pair.One, pair.Other), new(pair.Other, pair.One)]).ToDictionary();
}
