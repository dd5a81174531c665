using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Rounds;

/// <summary>How a client trains its classifier: on augmented text, then on its own rows beside it. What is left out is chosen.</summary>
/// <param name="InverseRegularization">C of the L2 penalty, above 0; large means a weak penalty. Default 10.</param>
/// <param name="PrivateWeight">Total weight of the private rows over that of the augmented text in stage two, above 0; left out, cross-validation on the private rows chooses.</param>
/// <param name="ValidationFolds">Folds of that cross-validation, at least 2; it stays with the client. Default 4.</param>
/// <param name="TextInSecondView">
/// Whether the second view of all methods but privateOnly, the classifier on public encodings, learns from the method's text beside the private rows where cross-validation
/// finds it of use; otherwise it learns from the private rows alone. Default false: on the sample it gains two points, on Yelp it costs two.
/// </param>
/// <param name="Student">The classifier as a fine-tuned checkpoint; left out, a linear one on words, for which the first three fields are.</param>
public sealed record TrainingSection(
    double InverseRegularization = 10,
    double? PrivateWeight = null,
    int ValidationFolds = 4,
    bool TextInSecondView = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] StudentSection? Student = null);
