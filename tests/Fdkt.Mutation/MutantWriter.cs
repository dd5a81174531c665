using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fdkt.Mutation;

/// <summary>
/// Puts every variant of a file beside the code, behind a switch: <c>a + b</c> becomes <c>(M.Is(7) ? a - b : a + b)</c>. One build then holds all mutants.
/// A variant holds its operands as they were, so the text grows with depth and not with its power.
/// </summary>
/// <param name="file">The file's name in reports.</param>
/// <param name="version">Changes with the file's text.</param>
/// <param name="skipped">Variants that did not compile, by their key.</param>
/// <param name="found">Where mutants are listed.</param>
internal sealed class MutantWriter(string file, string version, IReadOnlySet<string> skipped, List<Mutant> found) : CSharpSyntaxRewriter
{
    private const string Switch = "global::Fdkt.Mutation.Host.MutantSwitch.Is";

    private readonly HashSet<ExpressionSyntax> _statements = [];

    /// <summary>Names a variant the same way in every build, whatever the numbers.</summary>
    public static string Key(string file, string version, int position, string after) => $"{file}#{version}@{position}:{string.Join(' ', after.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}";

    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        SyntaxNode? visited = base.Visit(node);
        if (node is not ExpressionSyntax expression || visited is not ExpressionSyntax inner || _statements.Contains(expression))
        {
            return visited;
        }

        string text = inner.ToString();
        bool changed = false;
        foreach (Mutant mutant in Variants.Of(expression).Select(after => Add(expression, after)).OfType<Mutant>().Reverse())
        {
            text = $"{Switch}({mutant.Id}) ? ({mutant.After}) : ({text})";
            changed = true;
        }

        return changed ? SyntaxFactory.ParseExpression($"({text})").WithTriviaFrom(expression) : visited;
    }

    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        _statements.Add(node.Expression);
        var visited = (StatementSyntax)base.VisitExpressionStatement(node)!;
        var choices = new List<string>();
        if (node.Expression is InvocationExpressionSyntax or AssignmentExpressionSyntax or AwaitExpressionSyntax && Add(node, string.Empty) is { } left)
        {
            choices.Add($"if ({Switch}({left.Id})) {{ }}");
        }

        choices.AddRange(Variants.Of(node.Expression).Select(after => Add(node.Expression, after)).OfType<Mutant>().Select(mutant => $"if ({Switch}({mutant.Id})) {{ {mutant.After}; }}"));
        return Choice(node, visited, choices);
    }

    // Without any other throw a path would end without a value, which does not compile.
    public override SyntaxNode? VisitThrowStatement(ThrowStatementSyntax node) => node.Parent is IfStatementSyntax or BlockSyntax { Parent: IfStatementSyntax } ? Left(node, node) : node;

    // The compiler counts on an endless loop to be endless.
    public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node) =>
        node.Condition.IsKind(SyntaxKind.TrueLiteralExpression) ? node.WithStatement((StatementSyntax)Visit(node.Statement)!) : base.VisitWhileStatement(node);

    public override SyntaxNode? VisitContinueStatement(ContinueStatementSyntax node) => Left(node, node);

    public override SyntaxNode? VisitBreakStatement(BreakStatementSyntax node) => node.Parent is SwitchSectionSyntax ? node : Left(node, node);

    // for (…; …; i++) takes statements only.
    public override SyntaxNode? VisitForStatement(ForStatementSyntax node)
    {
        _statements.UnionWith(node.Incrementors);
        return base.VisitForStatement(node);
    }

    public override SyntaxNode? VisitIfStatement(IfStatementSyntax node)
    {
        var visited = (IfStatementSyntax)base.VisitIfStatement(node)!;
        return node.Condition is BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or IsPatternExpressionSyntax || Add(node.Condition, $"!({node.Condition})") is not { } mutant
            ? visited
            : visited.WithCondition(SyntaxFactory.ParseExpression($"({Switch}({mutant.Id}) ? ({mutant.After}) : ({visited.Condition}))"));
    }

    // What follows is fixed when the program is compiled, or is a message.
    public override SyntaxNode? VisitAttributeList(AttributeListSyntax node) => node;

    public override SyntaxNode? VisitParameter(ParameterSyntax node) => node;

    public override SyntaxNode? VisitEnumMemberDeclaration(EnumMemberDeclarationSyntax node) => node;

    public override SyntaxNode? VisitConstantPattern(ConstantPatternSyntax node) => node;

    public override SyntaxNode? VisitRelationalPattern(RelationalPatternSyntax node) => node;

    public override SyntaxNode? VisitCaseSwitchLabel(CaseSwitchLabelSyntax node) => node;

    public override SyntaxNode? VisitInterpolatedStringExpression(InterpolatedStringExpressionSyntax node) => node;

    public override SyntaxNode? VisitThrowExpression(ThrowExpressionSyntax node) => node;

    public override SyntaxNode? VisitLocalDeclarationStatement(LocalDeclarationStatementSyntax node) => node.IsConst ? node : base.VisitLocalDeclarationStatement(node);

    // A private constant becomes a property, so that it too can be changed.
    public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node)
    {
        if (!node.Modifiers.Any(SyntaxKind.ConstKeyword))
        {
            return base.VisitFieldDeclaration(node);
        }

        string type = node.Declaration.Type.ToString();
        if (!node.Modifiers.Any(SyntaxKind.PrivateKeyword) || node.Declaration.Variables.Count != 1 || type == "string" || IsInPattern(node) || node.Declaration.Variables[0].Initializer is not { } initial
            || Add(initial.Value, $"({initial.Value}) + 1") is not { } mutant)
        {
            return node;
        }

        string name = node.Declaration.Variables[0].Identifier.Text;
        return SyntaxFactory.ParseMemberDeclaration($"private static {type} {name} => {Switch}({mutant.Id}) ? ({type})({mutant.After}) : ({type})({initial.Value});")!.WithTriviaFrom(node);
    }

    // A constant that a pattern names must stay one.
    private static bool IsInPattern(FieldDeclarationSyntax node) => node.SyntaxTree.GetRoot().DescendantNodes()
        .Where(part => part is PatternSyntax or CaseSwitchLabelSyntax or FieldDeclarationSyntax or ParameterSyntax && part != node)
        .Where(part => part is not FieldDeclarationSyntax field || field.Modifiers.Any(SyntaxKind.ConstKeyword))
        .SelectMany(part => part.DescendantNodes().OfType<IdentifierNameSyntax>())
        .Any(name => name.Identifier.Text == node.Declaration.Variables[0].Identifier.Text);

    private StatementSyntax Left(StatementSyntax node, StatementSyntax visited) =>
        Add(node, string.Empty) is { } mutant ? Choice(node, visited, [$"if ({Switch}({mutant.Id})) {{ }}"]) : visited;

    private static StatementSyntax Choice(StatementSyntax node, StatementSyntax visited, List<string> choices) => choices.Count == 0
        ? visited
        : SyntaxFactory.ParseStatement($"{string.Join(" else ", choices)} else {{ {visited.ToString()} }}").WithTriviaFrom(node);

    private Mutant? Add(SyntaxNode node, string after)
    {
        string key = Key(file, version, node.SpanStart, after);
        if (skipped.Contains(key))
        {
            return null;
        }

        int line = node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        var mutant = new Mutant(found.Count + 1, file, line, node.ToString(), after, IsStatic(node)) { Key = key };
        found.Add(mutant);
        return mutant;
    }

    private static bool IsStatic(SyntaxNode node)
    {
        MemberDeclarationSyntax? member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        return member switch
        {
            FieldDeclarationSyntax field => field.Modifiers.Any(SyntaxKind.StaticKeyword),
            PropertyDeclarationSyntax property => property.Modifiers.Any(SyntaxKind.StaticKeyword) && property.Initializer is not null,
            ConstructorDeclarationSyntax constructor => constructor.Modifiers.Any(SyntaxKind.StaticKeyword),
            _ => false,
        };
    }
}
