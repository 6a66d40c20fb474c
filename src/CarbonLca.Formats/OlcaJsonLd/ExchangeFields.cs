using System.Text.Json;

namespace CarbonLca.Formats.OlcaJsonLd;

/// <summary>The fields of one exchange, found in a single pass; both spellings of renamed fields are known.</summary>
internal struct ExchangeFields
{
    public JsonElement Id;
    public JsonElement InternalId;
    public JsonElement Amount;
    public JsonElement AmountFormula;
    public JsonElement Flow;
    public JsonElement Unit;
    public JsonElement FlowProperty;
    public JsonElement IsInput;
    public JsonElement IsReference;
    public JsonElement IsAvoided;
    public JsonElement Provider;
    public JsonElement Uncertainty;

    /// <summary>The fields of an exchange; none when the element is no object.</summary>
    public static ExchangeFields Of(JsonElement element)
    {
        ExchangeFields fields = default;
        if (element.ValueKind != JsonValueKind.Object) return fields;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.NameEquals("amount"u8)) fields.Amount = property.Value;
            else if (property.NameEquals("flow"u8)) fields.Flow = property.Value;
            else if (property.NameEquals("unit"u8)) fields.Unit = property.Value;
            else if (property.NameEquals("flowProperty"u8)) fields.FlowProperty = property.Value;
            else if (property.NameEquals("isInput"u8) || property.NameEquals("input"u8)) fields.IsInput = property.Value;
            else if (property.NameEquals("isAvoidedProduct"u8) || property.NameEquals("avoidedProduct"u8)) fields.IsAvoided = property.Value;
            else if (property.NameEquals("@id"u8)) fields.Id = property.Value;
            else if (property.NameEquals("uncertainty"u8)) fields.Uncertainty = property.Value;
            else if (property.NameEquals("isQuantitativeReference"u8) || property.NameEquals("quantitativeReference"u8)) fields.IsReference = property.Value;
            else if (property.NameEquals("defaultProvider"u8)) fields.Provider = property.Value;
            else if (property.NameEquals("internalId"u8)) fields.InternalId = property.Value;
            else if (property.NameEquals("amountFormula"u8)) fields.AmountFormula = property.Value;
        }

        return fields;
    }
}
