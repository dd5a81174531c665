using System.Text.RegularExpressions;

namespace Fdkt.Learning.Augmentation;

/// <summary>Turns a prompt into words. A text file with three sections, <c>[system]</c>, <c>[examples]</c> and <c>[request]</c>, in which <c>{{names}}</c> stand for values.</summary>
/// <remarks>
/// <c>{{domain}}</c>, <c>{{label}}</c> and <c>{{labels}}</c> stand for what the round says, <c>{{examples}}</c> for the demonstrations. The examples section is left out of a prompt without
/// demonstrations. Values are put in once and never looked at again, so a demonstration with braces in it inserts nothing. Immutable and thread-safe.
/// </remarks>
public sealed partial class PromptTemplate
{
    private const string SystemSection = "system";
    private const string ExamplesSection = "examples";
    private const string RequestSection = "request";

    private static readonly string[] Sections = [SystemSection, ExamplesSection, RequestSection];
    private static readonly string[] Names = ["domain", "label", "labels", ExamplesSection];

    private static readonly Lazy<PromptTemplate> LazyDefault = new(ReadDefault);

    private readonly Dictionary<string, string> _sections;

    private PromptTemplate(string text, Dictionary<string, string> sections) => (Text, _sections) = (text, sections);

    /// <summary>The template that ships with Fdkt: asks for one JSON object with a field <c>text</c>.</summary>
    public static PromptTemplate Default => LazyDefault.Value;

    /// <summary>The template as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a template file.</summary>
    /// <param name="path">UTF-8 text.</param>
    /// <returns>The template.</returns>
    /// <exception cref="PromptTemplateException">It is no template.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PromptTemplate Load(string path) => Parse(File.ReadAllText(path), path);

    /// <summary>Reads a template.</summary>
    /// <param name="text">The template.</param>
    /// <param name="source">What messages call it.</param>
    /// <returns>The template.</returns>
    /// <exception cref="PromptTemplateException">A section is missing, unknown or given twice, a name is unknown, or the label or the examples are inserted nowhere.</exception>
    public static PromptTemplate Parse(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        Dictionary<string, string> sections = Split(text, source);
        foreach ((string section, string body) in sections)
        {
            foreach (string name in Placeholder().Matches(body).Select(match => match.Groups[1].Value))
            {
                Require(Names.Contains(name), source, $"there is no {{{{{name}}}}}. Write one of {string.Join(", ", Names.Select(known => $"{{{{{known}}}}}"))}.");
                Require(name != ExamplesSection || section == ExamplesSection, source, $"{{{{examples}}}} belongs in the section [examples], which is left out where there are none; it stands in [{section}].");
            }
        }

        Require(sections.ContainsKey(RequestSection), source, "the section [request] is missing. Write a line [request], and below it what the model is asked for.");
        Require(Inserts(sections, RequestSection, "label"), source, "the section [request] never says {{label}}, so all classes would get the same text.");
        Require(Inserts(sections, ExamplesSection, ExamplesSection), source, "the section [examples] with {{examples}} is missing, so the model would never see a demonstration.");
        return new PromptTemplate(text, sections);
    }

    /// <summary>The words of a prompt.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <returns>The words.</returns>
    public ChatPrompt Render(FewShotPrompt prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        string Fill(string section) => !_sections.TryGetValue(section, out string? body) ? string.Empty : Placeholder().Replace(body, match => match.Groups[1].Value switch
        {
            "domain" => FencedText.Inline(prompt.Task.Domain),
            "label" => FencedText.Inline(prompt.LabelName),
            "labels" => string.Join(", ", prompt.Task.Labels.Select(FencedText.Inline)),
            _ => string.Join('\n', prompt.Shots.Select(FencedText.Reply)),
        });
        string examples = prompt.Shots.Count == 0 ? string.Empty : $"{Fill(ExamplesSection)}\n\n";
        return new ChatPrompt(Fill(SystemSection), examples + Fill(RequestSection));
    }

    private static Dictionary<string, string> Split(string text, string source)
    {
        MatchCollection headings = Heading().Matches(text);
        Require(headings.Count > 0 && text[..headings[0].Index].Trim().Length == 0, source, "it does not begin with a section: a line [system], [examples] or [request].");
        var sections = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < headings.Count; i++)
        {
            string name = headings[i].Groups[1].Value;
            int start = headings[i].Index + headings[i].Length;
            Require(Sections.Contains(name), source, "there is a section of another name. The sections are [system], [examples] and [request].");
            Require(sections.TryAdd(name, text[start..(i + 1 < headings.Count ? headings[i + 1].Index : text.Length)].Trim()), source, $"the section [{name}] is there twice.");
        }

        return sections;
    }

    private static bool Inserts(Dictionary<string, string> sections, string section, string name) =>
        sections.TryGetValue(section, out string? body) && Placeholder().Matches(body).Any(match => match.Groups[1].Value == name);

    private static void Require(bool condition, string source, string problem)
    {
        if (!condition)
        {
            throw new PromptTemplateException(source, problem);
        }
    }

    private static PromptTemplate ReadDefault()
    {
        const string Resource = "Fdkt.Learning.Augmentation.prompt.txt";
        using var reader = new StreamReader(typeof(PromptTemplate).Assembly.GetManifestResourceStream(Resource)!);
        return Parse(reader.ReadToEnd(), Resource);
    }

    [GeneratedRegex(@"^\[([a-z]+)\]\r?$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\{\{\s*([^{}]*?)\s*\}\}")]
    private static partial Regex Placeholder();
}
