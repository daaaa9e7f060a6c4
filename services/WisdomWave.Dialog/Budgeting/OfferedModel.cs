using System.Security.Cryptography;
using System.Text;
using WisdomWave.Dialog.Costs;

namespace WisdomWave.Dialog.Budgeting;

/// <summary>A model that people can choose.</summary>
/// <param name="Name">As completion and its provider know it.</param>
/// <param name="Title">As people see it.</param>
/// <param name="MaxTokens">Of prompt and answer together.</param>
/// <param name="Prices">Null when they are not known.</param>
internal sealed record OfferedModel(string Name, string Title, int MaxTokens, ModelPrices? Prices = null)
{
    /// <summary>Stands for the name in a button, whose 64 bytes a name may not fit into; stays when the list changes.</summary>
    public string Key { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Name)).AsSpan(0, 6));
}
