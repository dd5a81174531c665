namespace Fdkt.Learning.PrivateTraining;

/// <summary>Update rule on the noisy mean gradient. The rule is post-processing: it costs no privacy.</summary>
public enum DpOptimizerKind
{
    /// <summary>Adam (Kingma, Ba 2015, arXiv:1412.6980v9) on noisy gradients.</summary>
    Adam,

    /// <summary>Stochastic gradient descent with momentum on noisy gradients.</summary>
    Sgd,
}
