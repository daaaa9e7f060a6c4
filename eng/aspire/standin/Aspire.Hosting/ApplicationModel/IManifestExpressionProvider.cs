namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that can be written into a manifest.</summary>
public interface IManifestExpressionProvider
{
    string ValueExpression { get; }
}
