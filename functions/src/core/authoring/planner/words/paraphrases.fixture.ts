/** What people say, and what it comes to: when, and on what conditions. */
export const PARAPHRASES = `
every day at 9 tell me who hasn't paid => invoices 0 9 * * * | days_past_due >= 1 days
somebody drops out of the gym? let me know => member.canceled
tell #front-desk whenever we sign up a new member => member.joined
get me an email on every cancelled membership => member.canceled
email me about members who are late => member.past_due
tell me when a member is delinquent => member.past_due
post in #billing when somebody's membership fee is overdue => member.past_due
when a member owes more than $50 email me => member.past_due | amount > 50 currency
when a trial member's trial runs out tell #sales => member.trial_ending
email me the day before a trial ends => member.trial_ending | value == 1 days
notify me 3 days before someone's trial ends => member.trial_ending | value == 3 days
Could you shoot me an email whenever a membership is cancelled? => member.canceled
Slack #front-desk the moment a new member comes on board => member.joined
members joining → #welcome => member.joined
Let me know about each member who quits => member.canceled
I need to hear when somebody resigns from the gym => member.canceled
cancellations of memberships go to #retention please => member.canceled
member left? create a task for Pops to call them => member.canceled
When a member stops paying, notify me => member.past_due
Send #billing a note when someone's dues go unpaid => member.past_due
Ping me if a member's payment is late => member.past_due
When a membership fee hasn't been paid, email billing@ironlake.example => member.past_due
Tell me which members are overdue every Monday at 8am => members 0 8 * * 1 | days_past_due >= 1 days
Every day at 9am: members more than 30 days past due to #billing => members 0 9 * * * | days_past_due > 30 days
On Fridays at 3pm email me members with a balance over $200 => members 0 15 * * 5 | amount > 200 currency | days_past_due >= 1 days
Once a trial is nearly over, text +1 315 555 0120 => member.trial_ending
Email me when a free trial expires tomorrow => member.trial_ending | value == 1 days
If any gym member cancels, email me => member.canceled
Email me whenever one of our members decides to leave => member.canceled
We lost a member: tell #front-desk => member.canceled
A membership ended → create a task for Pops => member.canceled
Tell me as soon as someone cancels their membership => member.canceled
when a member terminates the contract, email frontdesk@ironlake.example => member.canceled
if a member is no longer a member email me => member.canceled
When a person signs up for a membership, post it in #welcome => member.joined
someone bought a membership: #welcome => member.joined
New memberships go to #welcome => member.joined
whenever another member joins us, notify me => member.joined
when a new member enrolls email frontdesk@ironlake.example => member.joined
Members that missed a payment: tell #billing => member.past_due
when a member falls behind with the monthly fee, email me => member.past_due
if someone doesn't pay their dues, tell #billing => member.past_due
when a member has not paid for two weeks, check daily at 9 and email me => members 0 9 * * * | days_past_due >= 14 days
every Tuesday at 10am email me who owes more than $75 => invoices 0 10 * * 2 | amount > 75 currency | days_past_due >= 1 days
list past due members at 7pm every Sunday and post it to #billing => members 0 19 * * 0 | days_past_due >= 1 days
every morning at 8 post the people who are behind on payments to #billing => invoices 0 8 * * * | days_past_due >= 1 days
when a trial membership is about to expire tell #sales => member.trial_ending
trial ends in 3 days → email me => member.trial_ending | value == 3 days
one day before a trial ends, text +1 315 555 0120 => member.trial_ending | value == 1 days
When a trial period is up, tell me => member.trial_ending
email me when a membership gets cancelled => member.canceled
email me when should a member decide to cancel => member.canceled
email me when a member quit => member.canceled
email me when cancelled memberships should be posted to #front-desk => member.canceled
email me when a membership is terminated => member.canceled
email me when a fresh member has been added => member.joined
email me when a member falls behind on their dues => member.past_due
email me when a member has not paid their monthly fee yet => member.past_due
email me when a trial is about to end => member.trial_ending
every Monday at 8 email me inactive customers => customers 0 8 * * 1 | days_inactive >= 30 days
when a customer churns tell me => customer.inactive | days_inactive == 30 days
tell me if a customer hasn't shown up for 60 days => customer.inactive | days_inactive == 60 days
customer inactive for 90 days: send me an email => customer.inactive | days_inactive == 90 days
if a regular hasn't bought in two months, create a task for Craig => customer.inactive | days_inactive == 60 days
when a customer has not come back for 30 days email me => customer.inactive | days_inactive == 30 days
Give me a shout when someone new registers as a customer => customer.created
Any new client → add to the sheet Clients => customer.created
A customer was added: email me => customer.created
Notify me by email when a new account is opened => customer.created
Customers who stay away for 90 days: create a task for Craig => customer.inactive | days_inactive == 90 days
alert me when a client goes dark for 60 days => customer.inactive | days_inactive == 60 days
If nobody hears from a customer for 30 days, email me => customer.inactive | days_inactive == 30 days
Email me if a customer has been inactive 90 days => customer.inactive | days_inactive == 90 days
when somebody hasn't bought from us in 60 days, send me a mail => customer.inactive | days_inactive == 60 days
if a shopper hasn't returned after 30 days ping #crm => customer.inactive | days_inactive == 30 days
Every Monday 9am: customers without an order for more than 45 days to my mail => customers 0 9 * * 1 | days_inactive > 45 days
When a customer has not purchased anything in the past 90 days, notify #sales => customer.inactive | days_inactive == 90 days
somebody new becomes a customer: email me => customer.created
a client was onboarded → #clients => customer.created
When we win a new client post to #wins => customer.created
if a customer hasn't placed an order in three months, tell #sales => customer.inactive | days_inactive == 90 days
ping me if a buyer goes silent for 30 days => customer.inactive | days_inactive == 30 days
dormant customers (60 days) → create a task for Craig => customer.inactive | days_inactive == 60 days
whenever a loyal customer hasn't come back in 90 days, email me => customer.inactive | days_inactive == 90 days
each Monday at 7 email me customers whose last purchase was over 60 days ago => customers 0 7 * * 1 | days_inactive > 60 days
email me when a customer goes quiet for two months => customer.inactive | days_inactive == 60 days
email me when no order from a customer for 60 days => customer.inactive | days_inactive == 60 days
email me when a client stops ordering => customer.inactive | days_inactive == 30 days
email me when a first-time customer => customer.created
If there's a new lead, text +1 315 555 0120 => prospect.created
post to #sales as soon as a deal is won => prospect.status_changed | says contains won
let me know when a lead goes cold => prospect.status_changed | says contains cold
when a lead is lost create a task for Craig => prospect.status_changed | says contains lost
when a prospect converts, post to #wins => prospect.status_changed | says contains won
when a prospect's status becomes won, email me => prospect.status_changed | says contains won
prospect no-show → text +1 315 555 0120 => prospect.status_changed | says contains no-show
when someone books a tour email me => prospect.status_changed | says contains booked
a lead came in! post it to #sales => prospect.created
when we receive a new inquiry email me => prospect.created
Push new prospects into #leads => prospect.created
Lead captured? Tell me => prospect.created
fresh leads to #sales pls => prospect.created
When a lead gets qualified tell #sales => prospect.status_changed | says contains qualified
When a prospect changes stage, email me => prospect.status_changed
if a prospect moves to "Proposal sent" tell #sales => prospect.status_changed | says contains Proposal sent
Deal lost → create a task => prospect.status_changed | says contains lost
New prospect: text +1 315 555 0120 => prospect.created
we got a new lead → #sales => prospect.created
let #sales know when somebody books a demo => prospect.status_changed | says contains booked
When a lead has been contacted, email me => prospect.status_changed | says contains contacted
when the stage of a deal changes tell #sales => prospect.status_changed
prospect turned into a customer → #wins => prospect.status_changed | says contains customer
if a lead goes to "Negotiation", email boss@northlight.example => prospect.status_changed | says contains Negotiation
email me when a lead moves to the next stage => prospect.status_changed
email me when a lead books a tour => prospect.status_changed | says contains booked
email me when new inquiries => prospect.created
email me when hot new lead => prospect.created
every Monday at 9 send me the refunded orders => orders 0 9 * * 1 | says == refunded
every day at 6pm email me all orders over $500 => orders 0 18 * * * | total > 500 currency
Orders bigger than 1k: slack #sales => order.created | total > 1000 currency
I'd like an email for each refund => order.refunded
an order of 500 dollars or more should go to #vip => order.created | total >= 500 currency
email me on orders exceeding 250 => order.created | total > 250 currency
let me know if an order is worth over 1,000 dollars => order.created | total > 1000 currency
if the order total is greater than $300, email me => order.created | total > 300 currency
when order value > $200 post to #sales => order.created | total > 200 currency
orders >= $1000 → #vip => order.created | total >= 1000 currency
email me if an order gets paid or canceled => order.paid + order.canceled
Every order please to #orders => order.created
Each time we sell something, ping #sales => order.created
When somebody places an order of more than 400 dollars, message me => order.created | total > 400 currency
For orders north of $1,000: email vip@thrive.example => order.created | total > 1000 currency
purchases of at least $250 → #vip => order.created | total >= 250 currency
An order worth less than $20? Log it in the sheet Tiny Orders => order.created | total < 20 currency
Post orders between $500 and $1000 to #mid => order.created | total >= 500 currency | total <= 1000 currency
Email me if the basket value tops $300 => order.created | total > 300 currency
Whenever something is bought for over $150, tell #sales => order.created | total > 150 currency
A huge order (more than $2000) comes in - email me and #vip => order.created | total > 2000 currency
Order shipped → text +1 315 555 0120 => order.fulfilled
Let me know as soon as an order is on its way => order.fulfilled
Mail me when an order has been fulfilled => order.fulfilled
Tell me about refunds => order.refunded
A customer was refunded → #support => order.refunded
email me for every refund above 50 dollars => order.refunded | total > 50 currency
If we have to refund someone, tell #support => order.refunded
When an order falls through, let me know => order.canceled
Someone cancelled their order: post to #support => order.canceled
tell me when orders get canceled => order.canceled
Email accounting@thrive.example on every paid order => order.paid
Whenever the shop gets an order, notify me => order.created
an order just came in: #orders => order.created
Order above $99.50 → email me => order.created | total > 99.5 currency
orders up to $15 → add to the sheet Small => order.created | total <= 15 currency
If somebody spends at least 300 dollars, post it in #vip => order.created | total >= 300 currency
Tell #sales about orders with a total above $450 => order.created | total > 450 currency
let me know whenever an order is at least $1k => order.created | total >= 1000 currency
when we receive an order bigger than $700, text +1 315 555 0120 => order.created | total > 700 currency
orders under $5 go to #fraud => order.created | total < 5 currency
email me if an order was voided => order.canceled
an order got refunded? tell #support => order.refunded
when a customer receives a refund, email me => order.refunded
any refund → #support => order.refunded
refund larger than $120: email me => order.refunded | total > 120 currency
when orders are delivered, tell #support => order.fulfilled
the order has left the warehouse → email me => order.fulfilled
Order payment received: #finance => order.paid
once an order is paid for, email accounting@thrive.example => order.paid
email me when an order comes in => order.created
email me when order received => order.created
email me when a customer makes a purchase => order.created
email me when orders between $100 and $200 => order.created | total >= 100 currency | total <= 200 currency
email me when our orders get delivered => order.fulfilled
email me when an order is cancelled by the customer => order.canceled
email me when money is refunded => order.refunded
email me when refunds over $75 => order.refunded | total > 75 currency
email me when payment for an order comes in => order.paid
Ping me once an invoice's been settled => invoice.paid
client hasn't paid in 30 days → send them a reminder => invoice.past_due | days_past_due == 30 days
let me know about late invoices => invoice.past_due | days_past_due == 1 days
a client's invoice is 14 days past due: create a task for Pops => invoice.past_due | days_past_due == 14 days
30 days after an invoice was due, email me => invoice.past_due | days_past_due == 30 days
if an invoice remains unpaid 2 weeks after it was due, post to #finance => invoice.past_due | days_past_due == 14 days
when an invoice is still not paid after 7 days, send a reminder => invoice.past_due | days_past_due == 7 days
seven days after the due date of an invoice, send the customer a reminder => invoice.past_due | days_past_due == 7 days
once an invoice turns 30 days late email billing@x.com => invoice.past_due | days_past_due == 30 days
an invoice above $5k is created - tell #finance => invoice.created | amount > 5000 currency
tell me when a client settles an invoice => invoice.paid
when money for an invoice arrives email me => invoice.paid
invoice paid → #finance => invoice.paid
Let me know once a client has paid up => invoice.paid
When we receive payment for an invoice, email me => invoice.paid
Payment received on an invoice over $1000: tell #finance => invoice.paid | amount > 1000 currency
Whenever an invoice is settled in full add it to the sheet Paid => invoice.paid
Invoice issued: post it in #finance => invoice.created
tell #finance whenever an invoice goes out => invoice.created
An invoice over $2,500 gets created → email cfo@northlight.example => invoice.created | amount > 2500 currency
Overdue invoices → #finance => invoice.past_due | days_past_due == 1 days
Send the customer a reminder one week after the due date of an invoice => invoice.past_due | days_past_due == 7 days
if an invoice hasn't been settled within 14 days after it was due, create a task => invoice.past_due | days_past_due == 14 days
invoice a month overdue: raise an alert => invoice.past_due | days_past_due == 30 days
Each Monday at 9: invoices overdue by more than 30 days to #finance => invoices 0 9 * * 1 | days_past_due > 30 days
every weekday 9am email me invoices above $1,000 that are past due => invoices 0 9 * * 1-5 | amount > 1000 currency | days_past_due >= 1 days
Email me as soon as an invoice is overdue by 14 days => invoice.past_due | days_past_due == 14 days
When an invoice is created for more than $3,000, tell #finance => invoice.created | amount > 3000 currency
We raise an invoice → #finance => invoice.created
a client pays an invoice of over $10,000: post to #wins => invoice.paid | amount > 10000 currency
as soon as an invoice has been cleared, email me => invoice.paid
If an invoice is two weeks overdue, send the client a reminder => invoice.past_due | days_past_due == 14 days
an invoice is unpaid for 30 days: create a task => invoice.past_due | days_past_due == 30 days
Email me when an invoice passes its due date => invoice.past_due | days_past_due == 1 days
When a client is 7 days late on an invoice, email me => invoice.past_due | days_past_due == 7 days
invoices past their due date → #finance => invoice.past_due | days_past_due == 1 days
invoice overdue by 14 days: email cfo@northlight.example => invoice.past_due | days_past_due == 14 days
each weekday at 8:30 tell #finance which invoices are more than a week late => invoices 30 8 * * 1-5 | days_past_due > 7 days
Fridays at 4pm email me overdue invoices over $250 => invoices 0 16 * * 5 | days_past_due >= 1 days | amount > 250 currency
email me when a client pays their invoice => invoice.paid
email me when payment on an invoice arrives => invoice.paid
email me when an invoice is overdue by a week => invoice.past_due | days_past_due == 7 days
email me when a client is 14 days late paying => invoice.past_due | days_past_due == 14 days
email me when overdue bills => invoice.past_due | days_past_due == 1 days
email me when invoices that are late => invoice.past_due | days_past_due == 1 days
every evening at 8 email me bad reviews => reviews 0 20 * * * | rating <= 2
mail me on new reviews => review.created
send me an email for each 1-star or 2-star review => review.created | rating <= 2
post every 5-star review to #wins => review.created | rating == 5
email me if we ever get less than 3 stars => review.created | rating < 3
when someone writes a bad review, create a task for Craig => review.negative
Any review → #reviews => review.created
Someone gave us one star: raise an alert => review.created | rating == 1
anything below four stars goes to #support => review.created | rating < 4
A new three-star review → email me => review.created | rating == 3
Post perfect five star reviews in #wins => review.created | rating == 5
When we get a poor rating, create a task for Pops => review.negative
Tell me about negative feedback => review.negative
Got a terrible review? Email me at once => review.negative
If our rating in a new review is under 3, email me => review.created | rating < 3
reviews with 4 or 5 stars → #team-wins => review.created | rating >= 4
Reviews that mention "rude" → #support => review.created | says contains rude
New 5-star review → #wins => review.created | rating == 5
when a customer leaves a review of 4 stars or more, post it in #wins => review.created | rating >= 4
a two star review was posted: create a task => review.created | rating == 2
if someone rates us 1 star, text +1 315 555 0120 => review.created | rating == 1
Reviews worse than 3 stars → #support => review.created | rating < 3
reviews of at most two stars: email me => review.created | rating <= 2
we receive a negative rating → raise an alert => review.negative
whenever there are bad reviews tell #support => review.negative
low ratings → #support => review.negative
let me know if someone writes a review that contains "parking" => review.created | says contains parking
email me when a customer gives us 2 stars => review.created | rating == 2
email me when review with less than three stars => review.created | rating < 3
email me when a 1 or 2 star review => review.created | rating <= 2
email me when reviews that mention parking => review.created | says contains parking
email me when terrible feedback => review.negative
every Sunday at 6pm email me the campaigns that finished => campaigns 0 18 * * 0 | says == completed
when a campaign wraps up, email me a summary => campaign.completed
after a campaign has ended, create a task for Craig => campaign.completed
as soon as a campaign goes live post to #marketing => campaign.started
Campaign done? Email me => campaign.completed
Tell #marketing when a campaign launches => campaign.started
Let me know when our campaign has finished sending => campaign.completed
The minute a campaign ends post the results to #marketing => campaign.completed
a campaign was started: tell me => campaign.started
the campaign is finished → email me => campaign.completed
A campaign begins: #marketing => campaign.started
Any campaign that ends → create a task for Craig => campaign.completed
if a newsletter campaign starts or finishes tell #marketing => campaign.started + campaign.completed
email me when our newsletter campaign has been sent => campaign.completed
email me when a campaign starts or ends => campaign.started + campaign.completed
every Monday at 9 email me if revenue is below $1000 => metrics 0 9 * * 1 | revenue: value < 1000 currency
every hour email me if churn is above 5 percent => metrics 0 * * * * | churn: value > 5 percent
notify #numbers when a KPI crosses its limit => metric.threshold_crossed
when MRR drops under 10k email me => metric.changed | MRR: value < 10000
email me if our conversion rate falls below 2 % => metric.changed | conversion rate: value < 2 percent
alert me if cash balance goes under $5,000 => metric.changed | cash balance: value < 5000 currency
if refund rate > 5% raise an alert => metric.changed | refund rate: value > 5 percent
when the metric "Daily visits" hits 1000 post to #wins => metric.changed | Daily visits: value >= 1000
warn me when DSO goes above 60 days => metric.changed | DSO: value > 60 days
metric Churn above 4 → email me => metric.changed | Churn: value > 4
if our margin slips under 30 percent tell #management => metric.changed | margin: value < 30 percent
Warn me if revenue falls under $2,000 => metric.changed | revenue: value < 2000 currency
If average order value drops below $35, email me => metric.changed | average order value: value < 35 currency
When churn climbs over 3 %, create a task for Pops => metric.changed | churn: value > 3 percent
metric "Returns" above 12 → #ops => metric.changed | Returns: value > 12
email me if bounce rate goes beyond 60% => metric.changed | bounce rate: value > 60 percent
If DSO exceeds 50 tell #finance => metric.changed | DSO: value > 50
A metric has crossed its threshold: ping #numbers => metric.threshold_crossed
when our KPI Conversion falls below 1.5 %, alert me => metric.changed | Conversion: value < 1.5 percent
Tell me when the number of no-shows is over 10 => metric.changed | no-shows: value > 10
revenue > $10k → #wins => metric.changed | revenue: value > 10000 currency
when the figure "Open tickets" is more than 20, tell #ops => metric.changed | Open tickets: value > 20
If utilization is lower than 60 %, email me => metric.changed | utilization: value < 60 percent
when a KPI misses its target tell #numbers => metric.threshold_crossed
email me when our churn rate exceeds 5% => metric.changed | churn rate: value > 5 percent
email me when a KPI goes out of range => metric.threshold_crossed
email me when metric "No-shows" reaches 5 => metric.changed | No-shows: value >= 5
order > 500 => email me => order.created | total > 500 currency
`;
