using System.CommandLine;
using Fdkt.Cli.Errors;
using Fdkt.ServerModels.Settings;

namespace Fdkt.Cli.Commands;

/// <summary>The flags that name the server's language model. They lie over a settings file, or over an empty one.</summary>
internal sealed class BackendFlags
{
    private const string FlagNames = "--llm flags";

    private readonly Option<string?> _file = Flag.Text("--llm", "FILE", "Settings of the language model that writes the texts (docs/backends.md). Left out: the public model.");
    private readonly Option<string?> _endpoint = Flag.Text("--llm-endpoint", "URL", "A server that speaks the OpenAI protocol, such as http://127.0.0.1:8000/v1.");
    private readonly Option<string?> _model = Flag.Text("--llm-model", "NAME", "Name of the model at that server.");
    private readonly Option<string?> _checkpoint = Flag.Text("--llm-checkpoint", "PATH", "A published model that this process runs itself: a folder as Hugging Face publishes it, or a llama2.c file.");
    private readonly Option<string?> _key = Flag.Text("--llm-key-variable", "NAME", "Environment variable that holds the server's key. Default: no key.");
    private readonly Option<string?> _template = Flag.Text("--llm-template", "FILE", "Prompt template. Default: the one that ships with Fdkt.");

    private Option<string?>[] All => [_file, _endpoint, _model, _key, _checkpoint, _template];

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>The first flag that was given; null where none was.</summary>
    public string? Given(System.CommandLine.Parsing.CommandResult result) => All.FirstOrDefault(option => result.GetResult(option) is not null)?.Name;

    /// <summary>The settings; null where no flag was given.</summary>
    /// <exception cref="BackendSettingsException">They cannot be used.</exception>
    public BackendSettings? Read(ParseResult result, string currentDirectory)
    {
        if (All.All(option => result.GetResult(option) is null))
        {
            return null;
        }

        string? file = result.GetValue(_file);
        BackendSettings settings = file is null ? new BackendSettings() : Load(file, currentDirectory);
        string? url = result.GetValue(_endpoint), key = result.GetValue(_key);
        if (url is not null || key is not null)
        {
            EndpointSettings endpoint = settings.Endpoint ?? new EndpointSettings();
            settings = settings with { Endpoint = endpoint with { Url = url ?? endpoint.Url, KeyVariable = key ?? endpoint.KeyVariable } };
        }

        if (result.GetValue(_checkpoint) is { } folder)
        {
            settings = settings with { Kind = BackendKind.Checkpoint, Checkpoint = (settings.Checkpoint ?? new CheckpointSettings()) with { Path = Path.GetFullPath(folder, currentDirectory) } };
        }

        string? template = result.GetValue(_template) is { } path ? Path.GetFullPath(path, currentDirectory) : settings.Template;
        return BackendSettingsFile.Check(settings with { Model = result.GetValue(_model) ?? settings.Model, Template = template }, file ?? FlagNames);
    }

    /// <summary>The flags as they were given, paths absolute, for another process.</summary>
    public IReadOnlyList<string> Arguments(ParseResult result, string currentDirectory)
    {
        string Value(Option<string?> option, string given) => option == _file || option == _template || option == _checkpoint ? Path.GetFullPath(given, currentDirectory) : given;
        return [.. All.SelectMany(option => result.GetValue(option) is { } given ? new[] { option.Name, Value(option, given) } : [])];
    }

    private static BackendSettings Load(string file, string currentDirectory)
    {
        string path = Path.GetFullPath(file, currentDirectory);
        return File.Exists(path)
            ? BackendSettingsFile.Load(path)
            : throw new UserErrorException(ExitCode.InvalidInput, $"{file}: there is no such file", "Check the path, or give --llm-endpoint URL and --llm-model NAME.");
    }
}
