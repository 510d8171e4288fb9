import CPHModel
import Schema
import Synchronization

@testable import Ledger

/// A cloud that tells prices.
final class PricedCloud: CloudPhoneAPI {
    let cloud: FakeCloud
    /// Of a server and month; nil for a service that has no prices.
    let monthly = Mutex<Decimal?>(100)
    /// What is sold beside servers.
    let resources = Mutex(["hws.resource.type.cph.server"])
    let questions = Mutex<[RatePrices]>([])
    /// What else an answer says.
    let more = Mutex(#""currency": "CNY""#)

    init(_ cloud: FakeCloud) { self.cloud = cloud }

    func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        switch call.operation {
        case Operations.listServiceTypes.name:
            Self.answer(
                #"{"service_types": [{"service_type_code": "x.ec2", "abbreviation": "ECS"}, "#
                    + #"{"service_type_code": "x.cph", "abbreviation": "CPH"}], "total_count": 2}"#)
        case Operations.listServiceResources.name:
            Self.answer(
                #"{"infos": ["#
                    + resources.withLock { $0.map { #"{"basic_info": {"resource_type_code": "\#($0)"}}"# } }
                    .joined(separator: ", ") + "]}")
        case Operations.ratePrices.name: try price(call)
        default: try await cloud.exchange(call)
        }
    }

    private func price(_ call: APICall) throws(CPHError) -> Exchange {
        let question: RatePrices
        do { question = try RatePrices(validating: try Value(json: call.body ?? [])) } catch {
            throw CPHError(.argument, "\(error)")
        }
        questions.withLock { $0.append(question) }
        guard let monthly = monthly.withLock({ $0 }) else {
            return Self.answer(#"{"error_code": "CBC.99006066", "error_msg": "no such product"}"#, 400)
        }
        func rows(_ factor: Int) -> String {
            question.productInfos.map { product in
                let amount = (monthly * product.periodNum * product.subscriptionNum).times(factor, over: 10)
                let field = factor == 10 ? "official_website_amount" : "amount"
                return #"{"id": "\#(product.id)", "\#(field)": \#(amount)}"#
            }.joined(separator: ", ")
        }
        return Self.answer(
            #"{"official_website_rating_result": {"product_rating_results": [\#(rows(10))]}, \#(more.withLock { $0 }), "#
                + #""optional_discount_rating_results": [{"best_offer": 0, "product_rating_results": [\#(rows(9))]}, "#
                + #"{"best_offer": 1, "discount_name": "Contract", "product_rating_results": [\#(rows(8))]}]}"#)
    }

    private static func answer(_ body: String, _ status: Int = 200) -> Exchange {
        Exchange(bytesSent: 1, answer: Answer(status: status, body: Array(body.utf8)))
    }
}
