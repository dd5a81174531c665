using System.Globalization;
using System.Text.Json;

namespace Fdkt.GpuJobs.Classifiers;

/// <summary>A classifier's card for people and programs.</summary>
public static class ClassifierText
{
    private const string NothingReleased = "Nothing was released for it.";

    /// <summary>The card in a few lines.</summary>
    /// <param name="card">The card.</param>
    public static string Words(ClassifierCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        return string.Create(CultureInfo.InvariantCulture, $"""
            classifier  of {card.Domain}
            labels      {card.Labels.Count}: {string.Join(", ", card.Labels)}
            encoder     {card.Encoder.Name}, {card.Encoder.Hash}
            origin      {card.Origin}
            files       whole: every byte is as it was saved
            privacy     {ClassifierCard.MustStay}
                        {card.Privacy ?? NothingReleased}
            """);
    }

    /// <summary>The card as one JSON object on one line.</summary>
    /// <param name="card">The card.</param>
    public static string Json(ClassifierCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            JsonSerializer.Serialize(writer, card, ClassifierJsonContext.Default.ClassifierCard);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The README of a folder.</summary>
    internal static string Readme(ClassifierCard card) => string.Create(CultureInfo.InvariantCulture, $"""
        # A classifier of {card.Domain}

        {card.Origin} It tells {card.Labels.Count} classes apart: {string.Join(", ", card.Labels)}.
        Texts are read by the encoder {card.Encoder.Name} (hash {card.Encoder.Hash}).

        Label texts with `fdkt predict --model DIR --in FILE`.

        ## Privacy

        **{ClassifierCard.MustStay}**

        {card.Privacy ?? NothingReleased}

        """);
}
